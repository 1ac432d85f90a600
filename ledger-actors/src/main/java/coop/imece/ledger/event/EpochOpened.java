package coop.imece.ledger.event;

import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.Hash;
import java.util.Optional;

/**
 * A new key selects what is checked. Its hash is bound here, and the key of the epoch before is
 * shown, so that anyone can see that nobody was spared or hunted.
 *
 * @param keyHash SHA-256 of the key in force from here on
 * @param previousKey the 32-byte key of the epoch before; none in the first
 */
public record EpochOpened(Hash keyHash, int number, Optional<Hash> previousKey)
    implements LedgerEvent {
  public static final String KIND = "epoch";

  static EpochOpened read(DataReader data) {
    return new EpochOpened(
        data.hash("key_hash"), data.smallInteger("number"), data.optionalHash("previous_key"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.OpenEpoch(number, keyHash, previousKey);
  }

  @Override
  public void write(DataWriter data) {
    data.text("key_hash", keyHash).integer("number", number).text("previous_key", previousKey);
  }
}
