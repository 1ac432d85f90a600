package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.log.CanonicalReader;
import coop.imece.log.Hash;
import coop.imece.log.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the fields of an entry's data in their order; a missing, unknown or disordered one is a
 * {@link MalformedException}.
 */
public final class DataReader {
  private final CanonicalReader in;

  DataReader(CanonicalReader in) {
    this.in = in;
  }

  public Gft amount(String key) {
    return parsed(key, Gft::parse);
  }

  public Hash hash(String key) {
    in.key(key);
    return namedHash(key);
  }

  /** As {@link #hash}, for a field that may be left out. */
  public Optional<Hash> optionalHash(String key) {
    return in.tryKey(key) ? Optional.of(namedHash(key)) : Optional.empty();
  }

  private Hash namedHash(String key) {
    try {
      return in.hash();
    } catch (MalformedException e) {
      throw new MalformedException(key + ": " + e.getMessage(), e);
    }
  }

  public WalletId wallet(String key) {
    return parsed(key, WalletId::new);
  }

  public NodeId node(String key) {
    return parsed(key, NodeId::new);
  }

  /** In the one spelling that {@link UUID#toString} has. */
  public SessionId session(String key) {
    return parsed(
        key,
        text -> {
          var uuid = UUID.fromString(text);
          if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException("an id is a lowercase UUID, was '" + text + "'");
          }
          return new SessionId(uuid);
        });
  }

  public String text(String key) {
    in.key(key);
    return in.string();
  }

  /** A text read by a function that refuses by {@link IllegalArgumentException}. */
  public <T> T parsed(String key, Function<String, T> parse) {
    var text = text(key);
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(key + ": " + e.getMessage(), e);
    }
  }

  /** As {@link #parsed}, for a field that may be left out. */
  public <T> Optional<T> optional(String key, Function<String, T> parse) {
    if (!in.tryKey(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(in.string()));
    } catch (IllegalArgumentException e) {
      throw new MalformedException(key + ": " + e.getMessage(), e);
    }
  }

  public long integer(String key) {
    in.key(key);
    return in.integer();
  }

  public int smallInteger(String key) {
    var value = integer(key);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedException("%s must be 0 to 2^31-1, was %d".formatted(key, value));
    }
    return (int) value;
  }

  public boolean bool(String key) {
    in.key(key);
    return in.bool();
  }

  public <T> List<T> list(String key, Function<DataReader, T> element) {
    in.key(key);
    in.beginArray();
    var values = new ArrayList<T>();
    while (in.nextElement()) {
      in.beginObject();
      values.add(element.apply(this));
      in.endObject();
    }
    in.endArray();
    return List.copyOf(values);
  }
}
