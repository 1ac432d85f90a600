package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;

/** A hold closed without a charge. */
public record Voided(SessionId id, String reason, Gft released, WalletId wallet)
    implements LedgerEvent {
  public static final String KIND = "void";

  static Voided read(DataReader data) {
    return new Voided(
        data.session("id"), data.text("reason"), data.amount("released"), data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Void(id, reason);
  }

  @Override
  public void write(DataWriter data) {
    data.text("id", id).text("reason", reason).text("released", released).text("wallet", wallet);
  }
}
