package coop.imece.gateway.template;

import java.util.Map;

/** Equality and order of values, as Python has them. */
final class Comparison {
  private final Budget budget;

  Comparison(Budget budget) {
    this.budget = budget;
  }

  boolean equal(Value left, Value right) {
    budget.step();
    if (left instanceof Text text && right instanceof Text) {
      budget.read(text);
    } else if (isNumber(left) && isNumber(right)) {
      return compareNumbers(left, right) == 0;
    } else if (left instanceof Value.Items a && right instanceof Value.Items b) {
      return equalItems(a, b);
    } else if (left instanceof Value.Mapping a && right instanceof Value.Mapping b) {
      return equalMappings(a, b);
    } else if (left instanceof Value.Undefined && right instanceof Value.Undefined) {
      return true;
    } else if (left instanceof Value.Namespace || left instanceof Value.Function) {
      return left == right;
    }
    return left.equals(right);
  }

  private boolean equalItems(Value.Items left, Value.Items right) {
    if (left.tuple() != right.tuple() || left.values().size() != right.values().size()) {
      return false;
    }
    budget.enter();
    var equal = true;
    for (int i = 0; equal && i < left.values().size(); i++) {
      equal = equal(left.values().get(i), right.values().get(i));
    }
    budget.leave();
    return equal;
  }

  private boolean equalMappings(Value.Mapping left, Value.Mapping right) {
    if (left.entries().size() != right.entries().size()) {
      return false;
    }
    budget.enter();
    var equal = true;
    for (Map.Entry<String, Value> entry : left.entries().entrySet()) {
      var other = right.entries().get(entry.getKey());
      if (other == null || !equal(entry.getValue(), other)) {
        equal = false;
        break;
      }
    }
    budget.leave();
    return equal;
  }

  /** Negative, zero or positive; throws if the two have no order. */
  int compare(Value left, Value right) {
    budget.step();
    if (isNumber(left) && isNumber(right)) {
      return compareNumbers(left, right);
    } else if (left instanceof Text a && right instanceof Text b) {
      budget.read(a);
      return compareTexts(a.chars(), b.chars());
    } else if (left instanceof Value.Items a
        && right instanceof Value.Items b
        && a.tuple() == b.tuple()) {
      return compareItems(a, b);
    } else if (left instanceof Value.Undefined undefined) {
      throw new EvaluationFault(undefined.reason());
    } else if (right instanceof Value.Undefined undefined) {
      throw new EvaluationFault(undefined.reason());
    }
    throw EvaluationFault.of("%s and %s have no order", Kind.of(left), Kind.of(right));
  }

  private int compareItems(Value.Items left, Value.Items right) {
    budget.enter();
    var order = 0;
    var common = Math.min(left.values().size(), right.values().size());
    for (int i = 0; order == 0 && i < common; i++) {
      order = compare(left.values().get(i), right.values().get(i));
    }
    budget.leave();
    return order != 0 ? order : Integer.compare(left.values().size(), right.values().size());
  }

  /** By code points. */
  private static int compareTexts(String left, String right) {
    var common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      var a = left.charAt(i);
      var b = right.charAt(i);
      if (a != b) {
        if (Character.isSurrogate(a) != Character.isSurrogate(b)) {
          return Character.isSurrogate(a) ? 1 : -1;
        }
        return Character.compare(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  static boolean isNumber(Value value) {
    return value instanceof Value.Int || value instanceof Value.Real || value instanceof Value.Bool;
  }

  private static int compareNumbers(Value left, Value right) {
    return left instanceof Value.Real || right instanceof Value.Real
        ? compareReals(real(left), real(right))
        : Long.compare(integer(left), integer(right));
  }

  /** Unlike Double.compare: -0.0 equals 0.0. */
  private static int compareReals(double left, double right) {
    return left == right ? 0 : Double.compare(left, right);
  }

  static double real(Value number) {
    return number instanceof Value.Real real ? real.value() : integer(number);
  }

  /** Of an integer or a boolean. */
  static long integer(Value number) {
    if (number instanceof Value.Bool bool) {
      return bool.value() ? 1 : 0;
    }
    return ((Value.Int) number).value();
  }
}
