package coop.imece.ledger.event;

import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.Hash;

/** The end of a mandate. */
public record MandateRevoked(Hash hash, String reason) implements LedgerEvent {
  public static final String KIND = "revoke";

  static MandateRevoked read(DataReader data) {
    return new MandateRevoked(data.hash("hash"), data.text("reason"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Revoke(hash, reason);
  }

  @Override
  public void write(DataWriter data) {
    data.text("hash", hash).text("reason", reason);
  }
}
