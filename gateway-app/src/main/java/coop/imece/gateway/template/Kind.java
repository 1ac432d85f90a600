package coop.imece.gateway.template;

/** What a value is called in error texts. */
final class Kind {
  private Kind() {}

  static String of(Value value) {
    if (value instanceof Text) {
      return "text";
    } else if (value instanceof Value.Undefined) {
      return "undefined";
    } else if (value instanceof Value.None) {
      return "none";
    } else if (value instanceof Value.Bool) {
      return "boolean";
    } else if (value instanceof Value.Int || value instanceof Value.Real) {
      return "number";
    } else if (value instanceof Value.Items items) {
      return items.tuple() ? "tuple" : "list";
    } else if (value instanceof Value.Mapping) {
      return "mapping";
    } else if (value instanceof Value.Namespace) {
      return "namespace";
    } else if (value instanceof Value.Function) {
      return "function";
    } else if (value instanceof Loop) {
      return "loop";
    }
    throw new IllegalStateException("no kind for " + value.getClass());
  }
}
