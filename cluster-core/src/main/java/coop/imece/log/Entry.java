package coop.imece.log;

import coop.imece.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One line of the log: {@code {data, kind, prev, seq, ts, v}} and the very bytes that say so. The
 * bytes are what is persisted, hashed and published; nothing ever writes them a second time.
 */
public final class Entry {
  /** The length field of an entry in a bundle is a uint16. */
  public static final int MAX_BYTES = 65_535;

  public static final int VERSION = 1;

  private static final byte[] KIND_KEY = ",\"kind\":\"".getBytes(StandardCharsets.ISO_8859_1);

  private final Bytes bytes;
  private final long seq;
  private final Hash prev;
  private final long ts;
  private final String kind;
  private final int dataEnd;

  /** Computed when first asked for. */
  private volatile Hash chainHash;

  private volatile Hash leafHash;

  private Entry(Bytes bytes, long seq, Hash prev, long ts, String kind, int dataEnd) {
    this.bytes = bytes;
    this.seq = seq;
    this.prev = prev;
    this.ts = ts;
    this.kind = kind;
    this.dataEnd = dataEnd;
  }

  /**
   * Encodes an entry.
   *
   * @param data a canonical JSON object
   * @param ts Unix time in milliseconds
   * @throws IllegalArgumentException when the entry would be longer than {@link #MAX_BYTES}
   */
  static Entry encode(long seq, Hash prev, long ts, String kind, byte[] data) {
    var writer = new CanonicalWriter().beginObject();
    writer.key("data").raw(data).key("kind").string(kind).key("prev").string(prev.hex());
    writer.key("seq").integer(seq).key("ts").integer(ts).key("v").integer(VERSION);
    var bytes = writer.endObject().toBytes();
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "an entry has at most %d bytes, was %d".formatted(MAX_BYTES, bytes.length));
    }
    return new Entry(Bytes.own(bytes), seq, prev, ts, kind, DATA_START + data.length);
  }

  /**
   * Reads an entry and keeps the bytes.
   *
   * @throws MalformedException when they are not one canonical entry of a known version
   */
  public static Entry parse(Bytes bytes) {
    return parse(
            bytes,
            Optional.empty(),
            reader -> {
              reader.skip();
              return true;
            })
        .entry();
  }

  /** An entry and what its data was read as. */
  public record Read<T>(Entry entry, T data) {}

  /**
   * As {@link #parse(Bytes)}, the data read on the way instead of once more.
   *
   * @param data is given the entry's kind and a reader; reads one canonical object and no further
   */
  public static <T> Read<T> parse(Bytes bytes, BiFunction<String, CanonicalReader, T> data) {
    var kind = kindBehindData(bytes.array());
    return parse(bytes, Optional.of(kind), reader -> data.apply(kind, reader));
  }

  private static <T> Read<T> parse(
      Bytes bytes, Optional<String> expectedKind, Function<CanonicalReader, T> data) {
    if (bytes.size() > MAX_BYTES) {
      throw new MalformedException(
          "an entry has at most %d bytes, was %d".formatted(MAX_BYTES, bytes.size()));
    }
    var reader = new CanonicalReader(bytes.array());
    reader.beginObject();
    reader.key("data");
    if (reader.peek() != '{') {
      throw reader.malformed("'{'");
    }
    var said = data.apply(reader);
    var dataEnd = reader.position();
    reader.key("kind");
    var kind = reader.string();
    if (expectedKind.isPresent() && !kind.equals(expectedKind.get())) {
      throw new MalformedException(
          "kind must be '%s', was '%s'".formatted(expectedKind.get(), kind));
    }
    reader.key("prev");
    var prev = prev(reader);
    reader.key("seq");
    var seq = natural(reader);
    reader.key("ts");
    var ts = natural(reader);
    reader.key("v");
    var version = reader.integer();
    reader.endObject();
    reader.end();
    if (version != VERSION) {
      throw new MalformedException("entry version must be 1, was " + version);
    }
    return new Read<>(new Entry(bytes, seq, prev, ts, kind, dataEnd), said);
  }

  /**
   * The kind of an entry whose form is not known yet: what follows the last such key, since a
   * string's own quotes are escaped.
   */
  private static String kindBehindData(byte[] in) {
    for (var at = in.length - KIND_KEY.length; at > 0; at--) {
      if (Arrays.equals(in, at, at + KIND_KEY.length, KIND_KEY, 0, KIND_KEY.length)) {
        var start = at + KIND_KEY.length;
        var end = start;
        while (end < in.length && in[end] != '"') {
          end++;
        }
        return new String(in, start, end - start, StandardCharsets.ISO_8859_1);
      }
    }
    throw new MalformedException("an entry has the key 'kind' behind its data");
  }

  private static final int DATA_START = "{\"data\":".length();

  public Bytes bytes() {
    return bytes;
  }

  public long seq() {
    return seq;
  }

  /** SHA-256 of the entry before, zeros for the first. */
  public Hash prev() {
    return prev;
  }

  /** Unix time in milliseconds; never less than that of the entry before. */
  public long ts() {
    return ts;
  }

  public String kind() {
    return kind;
  }

  /** A reader of the data object. */
  public CanonicalReader data() {
    return new CanonicalReader(bytes.array(), DATA_START, dataEnd);
  }

  /** SHA-256 of the bytes: what the next entry names. */
  public Hash chainHash() {
    var hash = chainHash;
    if (hash == null) {
      hash = Hash.sha256(bytes.array());
      chainHash = hash;
    }
    return hash;
  }

  /** The entry's leaf in the tree. */
  public Hash leafHash() {
    var hash = leafHash;
    if (hash == null) {
      hash = MerkleTree.leaf(bytes.array());
      leafHash = hash;
    }
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry entry && bytes.equals(entry.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** The entry's text. */
  @Override
  public String toString() {
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }

  private static Hash prev(CanonicalReader reader) {
    try {
      return reader.hash();
    } catch (MalformedException e) {
      throw new MalformedException("prev: " + e.getMessage(), e);
    }
  }

  private static long natural(CanonicalReader reader) {
    var value = reader.integer();
    if (value < 0) {
      throw new MalformedException("seq and ts must be 0 or more, was " + value);
    }
    return value;
  }
}
