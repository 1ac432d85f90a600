package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;

/**
 * Work past its check: what it issued may be spent.
 *
 * @param line index into the issue lines of the request's entry
 */
public record Matured(Gft amount, SessionId id, int line, WalletId wallet) implements LedgerEvent {
  public static final String KIND = "mature";

  static Matured read(DataReader data) {
    return new Matured(
        data.amount("amount"),
        data.session("id"),
        data.smallInteger("line"),
        data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Mature(id, line);
  }

  @Override
  public void write(DataWriter data) {
    data.text("amount", amount).text("id", id).integer("line", line).text("wallet", wallet);
  }
}
