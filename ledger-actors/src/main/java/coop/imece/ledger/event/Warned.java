package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;

/**
 * The wallet is told when a lot ends.
 *
 * @param amount what the lot holds
 * @param day the UTC day on which it was earned, counted from 1970-01-01
 * @param expires Unix time in milliseconds from which the lot may end
 */
public record Warned(Gft amount, int day, long expires, WalletId wallet) implements LedgerEvent {
  public static final String KIND = "warn";

  static Warned read(DataReader data) {
    return new Warned(
        data.amount("amount"),
        data.smallInteger("day"),
        data.integer("expires"),
        data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Warn(wallet, day);
  }

  @Override
  public void write(DataWriter data) {
    data.text("amount", amount)
        .integer("day", day)
        .integer("expires", expires)
        .text("wallet", wallet);
  }
}
