package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;

/**
 * A lot's end.
 *
 * @param day the UTC day on which it was earned, counted from 1970-01-01
 */
public record Expired(Gft amount, int day, WalletId wallet) implements LedgerEvent {
  public static final String KIND = "expire";

  static Expired read(DataReader data) {
    return new Expired(data.amount("amount"), data.smallInteger("day"), data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Expire(wallet, day);
  }

  @Override
  public void write(DataWriter data) {
    data.text("amount", amount).integer("day", day).text("wallet", wallet);
  }
}
