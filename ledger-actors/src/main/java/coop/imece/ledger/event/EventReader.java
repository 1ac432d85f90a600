package coop.imece.ledger.event;

import coop.imece.core.Bytes;
import coop.imece.log.CanonicalReader;
import coop.imece.log.Entry;
import coop.imece.log.MalformedException;
import java.util.Map;
import java.util.function.Function;

/** Reads what an entry says. */
public final class EventReader {
  private static final Map<String, Function<DataReader, LedgerEvent>> KINDS =
      Map.ofEntries(
          Map.entry(Genesis.KIND, Genesis::read),
          Map.entry(PolicySet.KIND, PolicySet::read),
          Map.entry(ModelServed.KIND, ModelServed::read),
          Map.entry(WalletRegistered.KIND, WalletRegistered::read),
          Map.entry(NodeRecorded.KIND, NodeRecorded::read),
          Map.entry(MandateGiven.KIND, MandateGiven::read),
          Map.entry(MandateRevoked.KIND, MandateRevoked::read),
          Map.entry(Held.KIND, Held::read),
          Map.entry(Progressed.KIND, Progressed::read),
          Map.entry(Settled.KIND, Settled::read),
          Map.entry(Voided.KIND, Voided::read),
          Map.entry(CanaryBought.KIND, CanaryBought::read),
          Map.entry(Matured.KIND, Matured::read),
          Map.entry(Forfeited.KIND, Forfeited::read),
          Map.entry(Refunded.KIND, Refunded::read),
          Map.entry(Warned.KIND, Warned::read),
          Map.entry(Expired.KIND, Expired::read),
          Map.entry(EpochOpened.KIND, EpochOpened::read));

  private EventReader() {}

  /**
   * @throws MalformedException for an unknown kind or fields that are not those of the kind
   */
  public static LedgerEvent read(Entry entry) {
    return read(entry.kind(), entry.data());
  }

  /** An entry from its bytes, and what it says, in one pass over them. */
  public static Entry.Read<LedgerEvent> parse(Bytes bytes) {
    try {
      return Entry.parse(bytes, EventReader::readObject);
    } catch (MalformedException e) {
      // An entry whose form is wrong is refused for that first.
      var entry = Entry.parse(bytes);
      return new Entry.Read<>(entry, read(entry));
    }
  }

  /** As {@link #read(Entry)}, of an entry's data alone. */
  public static LedgerEvent read(String kind, CanonicalReader in) {
    var event = readObject(kind, in);
    in.end();
    return event;
  }

  private static LedgerEvent readObject(String kind, CanonicalReader in) {
    var fields = KINDS.get(kind);
    if (fields == null) {
      throw new MalformedException("entry kind '%s' is not known".formatted(kind));
    }
    in.beginObject();
    try {
      var event = fields.apply(new DataReader(in));
      in.endObject();
      return event;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(kind + ": " + e.getMessage(), e);
    }
  }
}
