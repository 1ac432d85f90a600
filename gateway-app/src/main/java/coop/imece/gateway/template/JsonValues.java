package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON-like Java objects (maps, lists, strings, numbers, booleans, null) as template values. */
final class JsonValues {
  /** Of values within each other; parsers of requests allow less. */
  private static final int MOST_DEPTH = 128;

  private final boolean foreign;

  private JsonValues(boolean foreign) {
    this.foreign = foreign;
  }

  /** Texts and keys count as the request's. */
  static Value ofRequest(Object json) {
    return new JsonValues(true).value(json, 0);
  }

  /** Texts and keys count as the template's. */
  static Value ofTemplate(Object json) {
    return new JsonValues(false).value(json, 0);
  }

  private Value value(Object json, int depth) {
    if (depth > MOST_DEPTH) {
      throw new IllegalArgumentException("values are nested deeper than " + MOST_DEPTH);
    }
    if (json == null) {
      return Value.None.NONE;
    } else if (json instanceof String string) {
      return Text.of(string, foreign);
    } else if (json instanceof Boolean bool) {
      return Value.Bool.of(bool);
    } else if (json instanceof Integer || json instanceof Long || json instanceof Short) {
      return new Value.Int(((Number) json).longValue());
    } else if (json instanceof Number number) {
      return new Value.Real(number.doubleValue());
    } else if (json instanceof List<?> list) {
      var values = new ArrayList<Value>(list.size());
      list.forEach(item -> values.add(value(item, depth + 1)));
      return Value.Items.list(values);
    } else if (json instanceof Map<?, ?> map) {
      var entries = new LinkedHashMap<String, Value>();
      map.forEach((key, item) -> entries.put((String) key, value(item, depth + 1)));
      return new Value.Mapping(entries, foreign);
    }
    throw new IllegalArgumentException("not a JSON-like value: " + json.getClass().getName());
  }
}
