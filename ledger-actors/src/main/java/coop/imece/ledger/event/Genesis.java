package coop.imece.ledger.event;

import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.MalformedException;

/** The first entry: whose ledger this is, the hash and the unit that it uses. */
public record Genesis(String origin) implements LedgerEvent {
  public static final String KIND = "genesis";
  private static final String HASH = "sha256";
  private static final String UNIT = "uGFT";

  static Genesis read(DataReader data) {
    var hash = data.text("hash");
    var origin = data.text("origin");
    var unit = data.text("unit");
    if (!hash.equals(HASH) || !unit.equals(UNIT)) {
      throw new MalformedException(
          "need hash sha256 and unit uGFT, was '%s' and '%s'".formatted(hash, unit));
    }
    return new Genesis(origin);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Begin(origin);
  }

  @Override
  public void write(DataWriter data) {
    data.text("hash", HASH).text("origin", origin).text("unit", UNIT);
  }
}
