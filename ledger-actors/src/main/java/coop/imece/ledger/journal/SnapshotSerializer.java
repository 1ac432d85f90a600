package coop.imece.ledger.journal;

import coop.imece.core.Bytes;
import coop.imece.ledger.InvariantViolation;
import coop.imece.ledger.Ledger;
import coop.imece.log.Hash;
import coop.imece.log.MalformedException;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Stores a {@link LedgerSnapshot} and reads it back as the {@link Ledger} that it is of. The
 * manifest is the hash of the bytes. A snapshot that changed at rest, contradicts itself or is of
 * another version can't be read; the ledger then replays its entries instead.
 */
public final class SnapshotSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7_602;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    return hash(((LedgerSnapshot) object).state().array());
  }

  @Override
  public byte[] toBinary(Object object) {
    return ((LedgerSnapshot) object).state().array();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    var hash = hash(bytes);
    if (!hash.equals(manifest)) {
      throw new NotSerializableException(
          "a snapshot was stored with hash %s, its bytes now have %s".formatted(manifest, hash));
    }
    try {
      return Ledger.restore(Bytes.own(bytes));
    } catch (MalformedException | InvariantViolation e) {
      throw new NotSerializableException("a snapshot can't be read: " + e.getMessage());
    }
  }

  private static String hash(byte[] bytes) {
    return Hash.sha256(bytes).hex();
  }
}
