package coop.imece.gateway.template;

/** The operators between two values that answer true or false. */
final class Membership {
  private Membership() {}

  static boolean compare(String operator, Value left, Value right, Rendering rendering) {
    var comparison = rendering.comparison();
    return switch (operator) {
      case "==" -> comparison.equal(left, right);
      case "!=" -> !comparison.equal(left, right);
      case "<" -> comparison.compare(left, right) < 0;
      case "<=" -> comparison.compare(left, right) <= 0;
      case ">" -> comparison.compare(left, right) > 0;
      case ">=" -> comparison.compare(left, right) >= 0;
      case "in" -> holds(right, left, rendering);
      case "not in" -> !holds(right, left, rendering);
      default -> throw new IllegalStateException("no operator " + operator);
    };
  }

  /** Whether a text holds a text, a list an item, a mapping a key. */
  static boolean holds(Value container, Value wanted, Rendering rendering) {
    if (container instanceof Text text) {
      if (wanted instanceof Text part) {
        rendering.budget().read(text, part);
        return text.chars().contains(part.chars());
      }
      throw EvaluationFault.of("%s can't be in a text", Kind.of(wanted));
    } else if (container instanceof Value.Mapping mapping) {
      return wanted instanceof Text key && mapping.entries().containsKey(key.chars());
    }
    for (var element : Elements.of(container, rendering.budget())) {
      if (rendering.comparison().equal(element, wanted)) {
        return true;
      }
    }
    return false;
  }
}
