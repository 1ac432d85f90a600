package coop.imece.gateway.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Filters of single values: defaults, numbers, mappings. */
final class ValueFilters {
  private ValueFilters() {}

  static Map<String, Filters.Filter> all() {
    return Map.of(
        "default", ValueFilters::otherwise,
        "d", ValueFilters::otherwise,
        "int", ValueFilters::integer,
        "float", ValueFilters::real,
        "abs", (v, a, r) -> absolute(v),
        "round", ValueFilters::round,
        "items", ValueFilters::items,
        "dictsort", ValueFilters::dictSort);
  }

  private static Value otherwise(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'default'", "default_value", "boolean");
    var missing =
        value instanceof Value.Undefined || arguments.flag(1, "boolean") && !Truth.of(value);
    return missing ? arguments.get(0, "default_value").orElse(Text.EMPTY) : value;
  }

  private static Value integer(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'int'", "default", "base");
    var base = arguments.integer(1, "base", 10);
    if (base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
      throw EvaluationFault.of("'int' needs a base of 2 to 36, was %d", base);
    }
    return Numbers.whole(value, (int) base)
        .orElseGet(() -> arguments.get(0, "default").orElse(new Value.Int(0)));
  }

  private static Value real(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'float'", "default");
    return Numbers.decimal(value)
        .orElseGet(() -> arguments.get(0, "default").orElse(new Value.Real(0)));
  }

  private static Value absolute(Value value) {
    return Comparison.isNumber(value)
            && Comparison.real(value) >= 0
            && !(value instanceof Value.Bool)
        ? value
        : Numbers.negate(value);
  }

  /** A real number, or the integer itself; halves go to the even neighbour. */
  private static Value round(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'round'", "precision", "method");
    var digits = (int) Math.max(-18, Math.min(18, arguments.integer(0, "precision", 0)));
    var mode =
        switch (arguments.text(1, "method", "common").chars()) {
          case "common" -> RoundingMode.HALF_EVEN;
          case "ceil" -> RoundingMode.CEILING;
          case "floor" -> RoundingMode.FLOOR;
          default -> throw new EvaluationFault("'round' knows common, ceil and floor");
        };
    if (!Comparison.isNumber(value)) {
      throw EvaluationFault.of("'round' needs a number, was %s", Kind.of(value));
    }
    if (value instanceof Value.Int && mode == RoundingMode.HALF_EVEN && digits >= 0) {
      return value;
    }
    var real = Comparison.real(value);
    if (Double.isNaN(real) || Double.isInfinite(real)) {
      return value;
    }
    var rounded = new BigDecimal(real).setScale(digits, mode);
    return new Value.Real(rounded.doubleValue());
  }

  private static Value items(Value value, Arguments arguments, Rendering rendering) {
    if (value instanceof Value.Undefined) {
      return Value.Items.list(List.of());
    }
    return MappingMethods.items(mapping(value, "items"), rendering);
  }

  /** Pairs sorted by key, or by value; letters of either case are the same unless told. */
  private static Value dictSort(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'dictsort'", "case_sensitive", "by", "reverse");
    var index = arguments.text(1, "by", "key").chars().equals("value") ? 1 : 0;
    var pairs = (Value.Items) MappingMethods.items(mapping(value, "dictsort"), rendering);
    return Sorting.sorted(
        pairs.values(),
        pair -> ((Value.Items) pair).values().get(index),
        arguments.flag(0, "case_sensitive"),
        arguments.flag(2, "reverse"),
        rendering);
  }

  private static Value.Mapping mapping(Value value, String filter) {
    if (value instanceof Value.Mapping mapping) {
      return mapping;
    }
    throw EvaluationFault.of("'%s' needs a mapping, was %s", filter, Kind.of(value));
  }
}
