package coop.imece.gateway.template;

/** Which values count as true in a condition. */
final class Truth {
  private Truth() {}

  static boolean of(Value value) {
    if (value instanceof Value.Undefined || value instanceof Value.None) {
      return false;
    } else if (value instanceof Value.Bool bool) {
      return bool.value();
    } else if (value instanceof Value.Int integer) {
      return integer.value() != 0;
    } else if (value instanceof Value.Real real) {
      return real.value() != 0;
    } else if (value instanceof Text text) {
      return !text.isEmpty();
    } else if (value instanceof Value.Items items) {
      return !items.values().isEmpty();
    } else if (value instanceof Value.Mapping mapping) {
      return !mapping.entries().isEmpty();
    }
    return true;
  }
}
