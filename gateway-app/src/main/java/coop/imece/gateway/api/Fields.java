package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Typed reading of one JSON object. A field that is {@code null} counts as absent; one of a wrong
 * type or outside its range is refused with its path.
 */
final class Fields {
  private final ObjectNode object;
  private final String prefix;

  Fields(ObjectNode object) {
    this(object, "");
  }

  /**
   * @param path of the object itself in the request, empty for the body
   */
  Fields(ObjectNode object, String path) {
    this.object = object;
    this.prefix = path.isEmpty() ? "" : path + ".";
  }

  String path(String name) {
    return prefix + name;
  }

  /**
   * Refuses every field that is neither read nor harmless.
   *
   * @param accepted by name: the values that may stand there; others are not supported
   */
  void requireAccepted(Map<String, Predicate<JsonNode>> accepted) {
    object
        .properties()
        .forEach(
            field -> {
              var rule = accepted.get(field.getKey());
              if (rule == null) {
                throw refused(ApiError.unsupported(shown(field.getKey()), "unknown parameter"));
              }
              if (!field.getValue().isNull() && !rule.test(field.getValue())) {
                throw refused(
                    ApiError.unsupported(
                        path(field.getKey()),
                        "not supported, was " + Quoted.value(field.getValue())));
              }
            });
  }

  Optional<JsonNode> any(String name) {
    var value = object.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  JsonNode required(String name) {
    return any(name).orElseThrow(() -> refused(ApiError.missing(path(name))));
  }

  Optional<String> text(String name) {
    return any(name)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw invalid(name, "need a string", value);
              }
              return value.textValue();
            });
  }

  String requiredText(String name) {
    required(name);
    return text(name).orElseThrow();
  }

  boolean flag(String name) {
    return any(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw invalid(name, "need true or false", value);
              }
              return value.booleanValue();
            })
        .orElse(false);
  }

  /** A whole number of any size that fits 64 bits. */
  OptionalLong integer(String name, long min, long max) {
    var given = any(name);
    if (given.isEmpty()) {
      return OptionalLong.empty();
    }
    var value = given.get();
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < min
        || value.longValue() > max) {
      throw invalid(name, "need a whole number " + range(min, max), value);
    }
    return OptionalLong.of(value.longValue());
  }

  OptionalDouble number(String name, double min, double max) {
    var given = any(name);
    if (given.isEmpty()) {
      return OptionalDouble.empty();
    }
    var value = given.get();
    var number = value.doubleValue();
    if (!value.isNumber() || !(number >= min && number <= max)) {
      throw invalid(
          name, "need a number between %s and %s".formatted(plain(min), plain(max)), value);
    }
    return OptionalDouble.of(number);
  }

  Optional<Fields> object(String name) {
    return any(name)
        .map(
            value -> {
              if (!(value instanceof ObjectNode node)) {
                throw invalid(name, "need an object", value);
              }
              return new Fields(node, path(name));
            });
  }

  ArrayNode requiredList(String name, int min) {
    var value = required(name);
    if (!(value instanceof ArrayNode list) || list.size() < min) {
      throw invalid(name, "need a list of %d or more".formatted(min), value);
    }
    return list;
  }

  RequestRefused invalid(String name, String need, JsonNode was) {
    return refused(
        ApiError.invalidValue(path(name), "%s, was %s".formatted(need, Quoted.value(was))));
  }

  private static RequestRefused refused(ApiError error) {
    return new RequestRefused(error);
  }

  private String shown(String name) {
    return path(name.length() <= 64 ? name : name.substring(0, 64) + "...");
  }

  private static String range(long min, long max) {
    return max == Long.MAX_VALUE
        ? min == Long.MIN_VALUE ? "of 64 bits" : "of %d or more".formatted(min)
        : "between %d and %d".formatted(min, max);
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
