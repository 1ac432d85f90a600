package coop.imece.gateway.template;

import java.util.Optional;

/** Arithmetic of numbers, as Python has it, within 64 bits. */
final class Numbers {
  private Numbers() {}

  static Value apply(String operator, Value left, Value right) {
    if (left instanceof Value.Real || right instanceof Value.Real || operator.equals("/")) {
      return new Value.Real(real(operator, Comparison.real(left), Comparison.real(right)));
    }
    var a = Comparison.integer(left);
    var b = Comparison.integer(right);
    try {
      return operator.equals("**") && b < 0
          ? new Value.Real(Math.pow(a, b))
          : new Value.Int(integer(operator, a, b));
    } catch (ArithmeticException e) {
      throw EvaluationFault.of(
          "%d %s %d %s", a, operator, b, b == 0 ? "divides by zero" : "does not fit 64 bits");
    }
  }

  private static double real(String operator, double a, double b) {
    if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
      throw EvaluationFault.of("%s %s 0 divides by zero", Printer.real(a), operator);
    }
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      case "//" -> Math.floor(a / b);
      case "%" -> a - b * Math.floor(a / b);
      case "**" -> Math.pow(a, b);
      default -> throw new IllegalStateException("no operator " + operator);
    };
  }

  private static long integer(String operator, long a, long b) {
    return switch (operator) {
      case "+" -> Math.addExact(a, b);
      case "-" -> Math.subtractExact(a, b);
      case "*" -> Math.multiplyExact(a, b);
      case "//" -> Math.floorDiv(a, b);
      case "%" -> Math.floorMod(a, b);
      case "**" -> power(a, b);
      default -> throw new IllegalStateException("no operator " + operator);
    };
  }

  private static long power(long base, long exponent) {
    if (base == 0 || base == 1 || base == -1) {
      return exponent == 0 ? 1 : base == -1 && exponent % 2 == 0 ? 1 : base;
    }
    var result = 1L;
    for (long i = 0; i < exponent; i++) {
      result = Math.multiplyExact(result, base);
    }
    return result;
  }

  static Value negate(Value number) {
    if (number instanceof Value.Real real) {
      return new Value.Real(-real.value());
    } else if (Comparison.isNumber(number)) {
      return apply("-", new Value.Int(0), number);
    }
    throw EvaluationFault.of("%s has no negative", Kind.of(number));
  }

  /** What the filter {@code int} makes of a value, if it can. */
  static Optional<Value> whole(Value value, int base) {
    if (value instanceof Value.Real real && !Double.isNaN(real.value())) {
      return Optional.of(new Value.Int((long) real.value()));
    } else if (Comparison.isNumber(value) && !(value instanceof Value.Real)) {
      return Optional.of(new Value.Int(Comparison.integer(value)));
    } else if (value instanceof Text text) {
      try {
        return Optional.of(new Value.Int(Long.parseLong(text.chars().strip(), base)));
      } catch (NumberFormatException e) {
        return base == 10 ? decimal(value).flatMap(real -> whole(real, base)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** What the filter {@code float} makes of a value, if it can. */
  static Optional<Value> decimal(Value value) {
    if (Comparison.isNumber(value)) {
      return Optional.of(new Value.Real(Comparison.real(value)));
    } else if (value instanceof Text text && text.chars().length() <= 64) {
      try {
        return Optional.of(new Value.Real(Double.parseDouble(text.chars().strip())));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
