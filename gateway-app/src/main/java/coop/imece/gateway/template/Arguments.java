package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The values given to a function, filter, test or macro. */
record Arguments(List<Value> positional, Map<String, Value> named) {
  static final Arguments NONE = new Arguments(List.of(), Map.of());

  /** Refuses surplus and unknown arguments of {@code what}, whose parameters are these. */
  Arguments expect(String what, String... parameters) {
    if (positional.size() > parameters.length) {
      throw EvaluationFault.of(
          "%s takes at most %d arguments, was given %d",
          what, parameters.length, positional.size());
    }
    for (var name : named.keySet()) {
      var index = List.of(parameters).indexOf(name);
      if (index < 0) {
        throw EvaluationFault.of("%s has no parameter '%s'", what, name);
      }
      if (index < positional.size()) {
        throw EvaluationFault.of("%s was given '%s' twice", what, name);
      }
    }
    return this;
  }

  Optional<Value> get(int index, String name) {
    return index < positional.size()
        ? Optional.of(positional.get(index))
        : Optional.ofNullable(named.get(name));
  }

  Value required(int index, String name) {
    return get(index, name)
        .orElseThrow(() -> EvaluationFault.of("the argument '%s' is missing", name));
  }

  Text text(int index, String name) {
    return asText(required(index, name), name);
  }

  Text text(int index, String name, String otherwise) {
    return get(index, name).map(v -> asText(v, name)).orElseGet(() -> Text.ofTemplate(otherwise));
  }

  long integer(int index, String name, long otherwise) {
    return get(index, name).map(v -> asInteger(v, name)).orElse(otherwise);
  }

  boolean flag(int index, String name) {
    return get(index, name).map(Truth::of).orElse(false);
  }

  /** Those that are texts. */
  Text[] texts() {
    return Stream.concat(positional.stream(), named.values().stream())
        .filter(Text.class::isInstance)
        .toArray(Text[]::new);
  }

  /** Without the first {@code count} positional ones. */
  Arguments skip(int count) {
    return new Arguments(
        new ArrayList<>(positional.subList(Math.min(count, positional.size()), positional.size())),
        named);
  }

  private static Text asText(Value value, String name) {
    if (value instanceof Text text) {
      return text;
    }
    throw EvaluationFault.of("the argument '%s' must be a text, was %s", name, Kind.of(value));
  }

  private static long asInteger(Value value, String name) {
    if (value instanceof Value.Int integer) {
      return integer.value();
    }
    if (value instanceof Value.Bool bool) {
      return bool.value() ? 1 : 0;
    }
    throw EvaluationFault.of("the argument '%s' must be an integer, was %s", name, Kind.of(value));
  }
}
