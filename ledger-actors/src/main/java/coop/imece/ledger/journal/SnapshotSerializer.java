package coop.imece.ledger.journal;

import coop.imece.core.Bytes;
import coop.imece.ledger.InvariantViolation;
import coop.imece.ledger.Ledger;
import coop.imece.log.MalformedException;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Stores a {@link LedgerSnapshot} and reads it back as the {@link Ledger} that it is of. A snapshot
 * that changed at rest, contradicts itself or is of another version can't be read; the ledger then
 * replays its entries instead.
 */
public final class SnapshotSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7_602;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  /** None: the bytes name their version and carry their hash. */
  @Override
  public String manifest(Object object) {
    return "";
  }

  @Override
  public byte[] toBinary(Object object) {
    return ((LedgerSnapshot) object).state().array();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return Ledger.restore(Bytes.own(bytes));
    } catch (MalformedException | InvariantViolation e) {
      throw new NotSerializableException("a snapshot can't be read: " + e.getMessage());
    }
  }
}
