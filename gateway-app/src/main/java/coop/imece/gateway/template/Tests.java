package coop.imece.gateway.template;

import java.util.Locale;
import java.util.Map;

/** What stands after {@code is}, and in {@code select} and its kin. */
final class Tests {
  /** Whether a value passes. */
  private interface Check {
    boolean passes(Value value, Arguments arguments, Rendering rendering);
  }

  private static final Map<String, Check> CHECKS =
      Map.ofEntries(
          Map.entry("defined", (v, a, r) -> !(v instanceof Value.Undefined)),
          Map.entry("undefined", (v, a, r) -> v instanceof Value.Undefined),
          Map.entry("none", (v, a, r) -> v instanceof Value.None),
          Map.entry("boolean", (v, a, r) -> v instanceof Value.Bool),
          Map.entry("true", (v, a, r) -> v.equals(Value.Bool.TRUE)),
          Map.entry("false", (v, a, r) -> v.equals(Value.Bool.FALSE)),
          Map.entry("number", (v, a, r) -> Comparison.isNumber(v)),
          Map.entry("integer", (v, a, r) -> v instanceof Value.Int),
          Map.entry("float", (v, a, r) -> v instanceof Value.Real),
          Map.entry("string", (v, a, r) -> v instanceof Text),
          Map.entry("mapping", (v, a, r) -> v instanceof Value.Mapping),
          Map.entry("iterable", (v, a, r) -> Elements.iterable(v)),
          Map.entry("sequence", (v, a, r) -> Elements.iterable(v)),
          Map.entry("callable", (v, a, r) -> v instanceof Value.Function || v instanceof Loop),
          Map.entry("odd", (v, a, r) -> remainder(v, new Value.Int(2)) == 1),
          Map.entry("even", (v, a, r) -> remainder(v, new Value.Int(2)) == 0),
          Map.entry("divisibleby", (v, a, r) -> remainder(v, a.required(0, "num")) == 0),
          Map.entry("lower", (v, a, r) -> isCase(v, r, false)),
          Map.entry("upper", (v, a, r) -> isCase(v, r, true)),
          Map.entry("sameas", (v, a, r) -> r.comparison().equal(v, a.required(0, "other"))),
          Map.entry("in", (v, a, r) -> Membership.holds(a.required(0, "seq"), v, r)),
          Map.entry("eq", (v, a, r) -> compare("==", v, a, r)),
          Map.entry("ne", (v, a, r) -> compare("!=", v, a, r)),
          Map.entry("lt", (v, a, r) -> compare("<", v, a, r)),
          Map.entry("le", (v, a, r) -> compare("<=", v, a, r)),
          Map.entry("gt", (v, a, r) -> compare(">", v, a, r)),
          Map.entry("ge", (v, a, r) -> compare(">=", v, a, r)));

  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "==",
          "eq",
          "equalto",
          "eq",
          "!=",
          "ne",
          "<",
          "lt",
          "lessthan",
          "lt",
          "<=",
          "le",
          ">",
          "gt",
          "greaterthan",
          "gt",
          ">=",
          "ge");

  private Tests() {}

  static boolean check(String name, Value value, Arguments arguments, Rendering rendering) {
    var check = CHECKS.get(OTHER_NAMES.getOrDefault(name, name));
    if (check == null) {
      throw EvaluationFault.of("there is no test '%s'", name);
    }
    return check.passes(value, arguments, rendering);
  }

  private static boolean compare(String operator, Value value, Arguments a, Rendering rendering) {
    return Membership.compare(operator, value, a.required(0, "other"), rendering);
  }

  private static long remainder(Value value, Value divisor) {
    return Comparison.integer(wholeOf(Numbers.apply("%", wholeOf(value), wholeOf(divisor))));
  }

  private static Value wholeOf(Value value) {
    if (value instanceof Value.Int || value instanceof Value.Bool) {
      return value;
    }
    throw EvaluationFault.of("the test needs an integer, was %s", Kind.of(value));
  }

  private static boolean isCase(Value value, Rendering rendering, boolean upper) {
    var chars = rendering.print(value).chars();
    var folded = upper ? chars.toUpperCase(Locale.ROOT) : chars.toLowerCase(Locale.ROOT);
    return chars.equals(folded) && chars.codePoints().anyMatch(Character::isLetter);
  }
}
