package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;

/**
 * Work that failed its check: what it issued is taken back.
 *
 * @param line index into the issue lines of the request's entry
 */
public record Forfeited(Gft amount, SessionId id, int line, String reason, WalletId wallet)
    implements LedgerEvent {
  public static final String KIND = "forfeit";

  static Forfeited read(DataReader data) {
    return new Forfeited(
        data.amount("amount"),
        data.session("id"),
        data.smallInteger("line"),
        data.text("reason"),
        data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Forfeit(id, line, reason);
  }

  @Override
  public void write(DataWriter data) {
    data.text("amount", amount)
        .text("id", id)
        .integer("line", line)
        .text("reason", reason)
        .text("wallet", wallet);
  }
}
