package coop.imece.gateway.template;

import java.util.Optional;
import java.util.Set;

/** {@code index} and {@code count} of a list; whatever would change it is refused by name. */
final class ListMethods {
  private static final Set<String> CHANGING =
      Set.of("append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse");

  private ListMethods() {}

  static Optional<Value> of(Value.Items items, String name, Rendering rendering) {
    if (CHANGING.contains(name)) {
      throw EvaluationFault.of("'%s' would change a list; lists can't be changed", name);
    }
    return switch (name) {
      case "index" -> Optional.of(new Value.Function(name, a -> index(items, a, rendering)));
      case "count" -> Optional.of(new Value.Function(name, a -> count(items, a, rendering)));
      default -> Optional.empty();
    };
  }

  private static Value index(Value.Items items, Arguments arguments, Rendering rendering) {
    var wanted = arguments.expect("'index'", "value").required(0, "value");
    for (int i = 0; i < items.values().size(); i++) {
      if (rendering.comparison().equal(items.values().get(i), wanted)) {
        return new Value.Int(i);
      }
    }
    throw new EvaluationFault("the list does not hold the value");
  }

  private static Value count(Value.Items items, Arguments arguments, Rendering rendering) {
    var wanted = arguments.expect("'count'", "value").required(0, "value");
    var equal = items.values().stream().filter(v -> rendering.comparison().equal(v, wanted));
    return new Value.Int(equal.count());
  }
}
