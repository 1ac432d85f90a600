package coop.imece.ledger.journal;

import coop.imece.core.Bytes;
import coop.imece.log.Entry;
import coop.imece.log.MalformedException;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Persists an entry as its own bytes, so that nothing ever writes again what was hashed. The
 * manifest is the entry's hash: an entry that changed at rest is refused when it is read, even the
 * last one, whose hash no other entry names.
 */
public final class EntrySerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7_601;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    return ((Entry) object).chainHash().hex();
  }

  @Override
  public byte[] toBinary(Object object) {
    return ((Entry) object).bytes().array();
  }

  /** Hashes the leaf too: here it is not on the thread that applies the rules. */
  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    var entry = parse(bytes, manifest);
    var hash = entry.chainHash().hex();
    if (!hash.equals(manifest)) {
      throw new NotSerializableException(
          "entry %d was stored with hash %s, its bytes now have %s"
              .formatted(entry.seq(), manifest, hash));
    }
    entry.leafHash();
    return entry;
  }

  private static Entry parse(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return Entry.parse(Bytes.own(bytes));
    } catch (MalformedException e) {
      throw new NotSerializableException(
          "the entry that was stored with hash %s can't be read: %s"
              .formatted(manifest, e.getMessage()));
    }
  }
}
