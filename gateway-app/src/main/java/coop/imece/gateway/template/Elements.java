package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.List;

/** What a loop or a list filter goes over. */
final class Elements {
  private Elements() {}

  static boolean iterable(Value value) {
    return value instanceof Text
        || value instanceof Value.Items
        || value instanceof Value.Mapping
        || value instanceof Value.Undefined;
  }

  /** The items of a list, the keys of a mapping, the characters of a text. */
  static List<Value> of(Value value, Budget budget) {
    if (value instanceof Value.Items items) {
      budget.steps(items.values().size());
      return items.values();
    } else if (value instanceof Value.Mapping mapping) {
      budget.grow(mapping.entries().size());
      var keys = new ArrayList<Value>(mapping.entries().size());
      mapping.entries().keySet().forEach(key -> keys.add(mapping.key(key)));
      return keys;
    } else if (value instanceof Text text) {
      return characters(text, budget);
    } else if (value instanceof Value.Undefined) {
      return List.of();
    }
    throw EvaluationFault.of("%s is not iterable", Kind.of(value));
  }

  private static List<Value> characters(Text text, Budget budget) {
    var chars = text.chars();
    budget.grow(chars.length());
    var characters = new ArrayList<Value>(chars.length());
    for (int i = 0; i < chars.length(); ) {
      var end = chars.offsetByCodePoints(i, 1);
      characters.add(text.slice(i, end));
      i = end;
    }
    return characters;
  }
}
