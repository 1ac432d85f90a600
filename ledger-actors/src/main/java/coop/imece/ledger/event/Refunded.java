package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;

/** A request's charge given back, to the lots that it came from. */
public record Refunded(Gft amount, SessionId id, String reason, WalletId wallet)
    implements LedgerEvent {
  public static final String KIND = "refund";

  static Refunded read(DataReader data) {
    return new Refunded(
        data.amount("amount"), data.session("id"), data.text("reason"), data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Refund(id, reason);
  }

  @Override
  public void write(DataWriter data) {
    data.text("amount", amount).text("id", id).text("reason", reason).text("wallet", wallet);
  }
}
