package coop.imece.ledger.event;

import coop.imece.log.CanonicalWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes named fields of an entry's data. What has a string form is written in that form. */
public final class DataWriter {
  private final CanonicalWriter out;

  DataWriter(CanonicalWriter out) {
    this.out = out;
  }

  /** An amount, an id, a hash or a text. */
  public DataWriter text(String key, Object value) {
    out.key(key).string(value.toString());
    return this;
  }

  /** Nothing at all when the value is absent. */
  public DataWriter text(String key, Optional<?> value) {
    value.ifPresent(present -> text(key, present));
    return this;
  }

  public DataWriter integer(String key, long value) {
    out.key(key).integer(value);
    return this;
  }

  public DataWriter bool(String key, boolean value) {
    out.key(key).bool(value);
    return this;
  }

  /** An array of objects. */
  public <T> DataWriter list(String key, List<T> values, BiConsumer<T, DataWriter> element) {
    out.key(key).beginArray();
    for (var value : values) {
      out.beginObject();
      element.accept(value, this);
      out.endObject();
    }
    out.endArray();
    return this;
  }
}
