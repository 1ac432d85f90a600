package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code items}, {@code keys}, {@code values} and {@code get} of a mapping. */
final class MappingMethods {
  private MappingMethods() {}

  static Optional<Value> of(Value.Mapping mapping, String name, Rendering rendering) {
    return switch (name) {
      case "items" -> method(name, arguments -> items(mapping, rendering));
      case "keys" -> method(name, a -> Value.Items.list(Elements.of(mapping, rendering.budget())));
      case "values" -> method(name, arguments -> values(mapping, rendering));
      case "get" -> Optional.of(new Value.Function(name, arguments -> get(mapping, arguments)));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> method(String name, Value.Function.Body body) {
    return Optional.of(
        new Value.Function(name, arguments -> body.call(arguments.expect("'" + name + "'"))));
  }

  static Value items(Value.Mapping mapping, Rendering rendering) {
    rendering.budget().grow(2L * mapping.entries().size());
    List<Value> pairs = new ArrayList<>();
    mapping
        .entries()
        .forEach((key, value) -> pairs.add(Value.Items.tuple(mapping.key(key), value)));
    return Value.Items.list(pairs);
  }

  private static Value values(Value.Mapping mapping, Rendering rendering) {
    rendering.budget().grow(mapping.entries().size());
    return Value.Items.list(new ArrayList<>(mapping.entries().values()));
  }

  private static Value get(Value.Mapping mapping, Arguments arguments) {
    arguments.expect("'get'", "key", "default");
    var found =
        arguments.required(0, "key") instanceof Text key
            ? mapping.entries().get(key.chars())
            : null;
    return found != null ? found : arguments.get(1, "default").orElse(Value.None.NONE);
  }
}
