package coop.imece.gateway.template;

import java.util.ArrayList;

/** The operators {@code + - * / // % ** ~} on numbers, texts and lists. */
final class Arithmetic {
  private final Rendering rendering;

  Arithmetic(Rendering rendering) {
    this.rendering = rendering;
  }

  Value apply(String operator, Value left, Value right) {
    if (Comparison.isNumber(left) && Comparison.isNumber(right)) {
      return Numbers.apply(operator, left, right);
    } else if (operator.equals("+") && left instanceof Text a && right instanceof Text b) {
      rendering.budget().grow((long) a.chars().length() + b.chars().length());
      return a.concat(b);
    } else if (operator.equals("+")
        && left instanceof Value.Items a
        && right instanceof Value.Items b
        && a.tuple() == b.tuple()) {
      rendering.budget().grow((long) a.values().size() + b.values().size());
      var both = new ArrayList<>(a.values());
      both.addAll(b.values());
      return new Value.Items(both, a.tuple());
    } else if (operator.equals("*") && isWhole(right)) {
      return repeat(left, Comparison.integer(right));
    } else if (operator.equals("*") && isWhole(left)) {
      return repeat(right, Comparison.integer(left));
    } else if (operator.equals("%") && left instanceof Text format) {
      return PercentFormat.format(format, right, rendering);
    }
    throw mismatch(operator, left, right);
  }

  private static boolean isWhole(Value value) {
    return value instanceof Value.Int || value instanceof Value.Bool;
  }

  private Value repeat(Value value, long times) {
    var count = Math.max(0, times);
    if (value instanceof Text text) {
      rendering.budget().grow(cappedProduct(text.chars().length(), count));
      var repeated = new TextBuilder();
      for (long i = 0; i < count && !text.isEmpty(); i++) {
        repeated.append(text);
      }
      return repeated.build();
    } else if (value instanceof Value.Items items) {
      rendering.budget().grow(cappedProduct(items.values().size(), count));
      var repeated = new ArrayList<Value>();
      for (long i = 0; i < count && !items.values().isEmpty(); i++) {
        repeated.addAll(items.values());
      }
      return new Value.Items(repeated, items.tuple());
    }
    throw mismatch("*", value, new Value.Int(times));
  }

  private static long cappedProduct(int size, long count) {
    return size == 0 ? 0 : count > Integer.MAX_VALUE ? Integer.MAX_VALUE : size * count;
  }

  private static EvaluationFault mismatch(String operator, Value left, Value right) {
    if (left instanceof Value.Undefined undefined) {
      return new EvaluationFault(undefined.reason());
    } else if (right instanceof Value.Undefined undefined) {
      return new EvaluationFault(undefined.reason());
    }
    return EvaluationFault.of("%s %s %s has no result", Kind.of(left), operator, Kind.of(right));
  }
}
