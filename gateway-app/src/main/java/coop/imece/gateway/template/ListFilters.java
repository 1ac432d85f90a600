package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Filters of whole lists. */
final class ListFilters {
  private ListFilters() {}

  static Map<String, Filters.Filter> all() {
    return Map.ofEntries(
        Map.entry("length", (v, a, r) -> length(v)),
        Map.entry("count", (v, a, r) -> length(v)),
        Map.entry("list", (v, a, r) -> Value.Items.list(Elements.of(v, r.budget()))),
        Map.entry("first", (v, a, r) -> edge(v, r, true)),
        Map.entry("last", (v, a, r) -> edge(v, r, false)),
        Map.entry("reverse", (v, a, r) -> reverse(v, r)),
        Map.entry("join", ListFilters::join),
        Map.entry("sort", ListFilters::sort),
        Map.entry("unique", ListFilters::unique),
        Map.entry("sum", ListFilters::sum),
        Map.entry("min", (v, a, r) -> extreme(v, a, r, false)),
        Map.entry("max", (v, a, r) -> extreme(v, a, r, true)));
  }

  private static Value length(Value value) {
    if (value instanceof Text text) {
      return new Value.Int(text.length());
    } else if (value instanceof Value.Items items) {
      return new Value.Int(items.values().size());
    } else if (value instanceof Value.Mapping mapping) {
      return new Value.Int(mapping.entries().size());
    } else if (value instanceof Value.Undefined) {
      return new Value.Int(0);
    }
    throw EvaluationFault.of("%s has no length", Kind.of(value));
  }

  private static Value edge(Value value, Rendering rendering, boolean first) {
    var elements = Elements.of(value, rendering.budget());
    if (elements.isEmpty()) {
      return new Value.Undefined("an empty list has no item");
    }
    return elements.get(first ? 0 : elements.size() - 1);
  }

  private static Value reverse(Value value, Rendering rendering) {
    if (value instanceof Text text) {
      return text.derive(new StringBuilder(text.chars()).reverse().toString());
    }
    List<Value> reversed = new ArrayList<>(Elements.of(value, rendering.budget()));
    rendering.budget().grow(reversed.size());
    Collections.reverse(reversed);
    return Value.Items.list(reversed);
  }

  private static Value join(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'join'", "d", "attribute");
    var separator = arguments.get(0, "d").map(rendering::print).orElse(Text.EMPTY);
    var items = new ArrayList<Value>();
    var key = key(arguments, 1, rendering);
    Elements.of(value, rendering.budget()).forEach(item -> items.add(key.apply(item)));
    return Join.of(items, separator, rendering);
  }

  private static Function<Value, Value> key(Arguments arguments, int index, Rendering rendering) {
    return arguments
        .get(index, "attribute")
        .filter(path -> !(path instanceof Value.None))
        .<Function<Value, Value>>map(path -> item -> AttributePath.follow(item, path, rendering))
        .orElse(Function.identity());
  }

  private static Value sort(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'sort'", "reverse", "case_sensitive", "attribute");
    return Sorting.sorted(
        Elements.of(value, rendering.budget()),
        key(arguments, 2, rendering),
        arguments.flag(1, "case_sensitive"),
        arguments.flag(0, "reverse"),
        rendering);
  }

  private static Value unique(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'unique'", "case_sensitive", "attribute");
    var key = key(arguments, 1, rendering);
    var seen = new ArrayList<Value>();
    var kept = new ArrayList<Value>();
    for (var item : Elements.of(value, rendering.budget())) {
      var folded = Sorting.folded(key.apply(item), arguments.flag(0, "case_sensitive"));
      if (!Membership.holds(Value.Items.list(seen), folded, rendering)) {
        seen.add(folded);
        kept.add(item);
      }
    }
    return Value.Items.list(kept);
  }

  private static Value sum(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'sum'", "attribute", "start");
    var key = key(arguments, 0, rendering);
    var arithmetic = new Arithmetic(rendering);
    var total = arguments.get(1, "start").orElse(new Value.Int(0));
    for (var item : Elements.of(value, rendering.budget())) {
      total = arithmetic.apply("+", total, key.apply(item));
    }
    return total;
  }

  private static Value extreme(
      Value value, Arguments arguments, Rendering rendering, boolean greatest) {
    arguments.expect(greatest ? "'max'" : "'min'", "case_sensitive", "attribute");
    var key = key(arguments, 1, rendering);
    var sorted =
        (Value.Items)
            Sorting.sorted(
                Elements.of(value, rendering.budget()),
                key,
                arguments.flag(0, "case_sensitive"),
                greatest,
                rendering);
    return edge(sorted, rendering, true);
  }
}
