package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code map}, {@code select}, {@code reject} and their kin for attributes; {@code groupby}. */
final class SelectionFilters {
  private SelectionFilters() {}

  static Map<String, Filters.Filter> all() {
    return Map.of(
        "map", SelectionFilters::map,
        "select", (v, a, r) -> select(v, test(a, r), r),
        "reject", (v, a, r) -> select(v, test(a, r).negate(), r),
        "selectattr", (v, a, r) -> select(v, attributeTest(a, r), r),
        "rejectattr", (v, a, r) -> select(v, attributeTest(a, r).negate(), r),
        "groupby", SelectionFilters::groupBy);
  }

  private static Value map(Value value, Arguments arguments, Rendering rendering) {
    var mapped = new ArrayList<Value>();
    var attribute =
        arguments.positional().isEmpty()
            ? Optional.ofNullable(arguments.named().get("attribute"))
            : Optional.<Value>empty();
    if (attribute.isPresent()) {
      arguments.expect("'map'", "attribute", "default");
    }
    for (var item : Elements.of(value, rendering.budget())) {
      rendering.budget().grow(1);
      if (attribute.isEmpty()) {
        var filter = arguments.text(0, "filter").chars();
        mapped.add(Filters.apply(filter, item, arguments.skip(1), rendering));
        continue;
      }
      var found = AttributePath.follow(item, attribute.get(), rendering);
      mapped.add(
          found instanceof Value.Undefined ? arguments.get(1, "default").orElse(found) : found);
    }
    return Value.Items.list(mapped);
  }

  private static Value select(Value value, Predicate<Value> test, Rendering rendering) {
    var selected = new ArrayList<Value>();
    for (var item : Elements.of(value, rendering.budget())) {
      if (test.test(item)) {
        rendering.budget().grow(1);
        selected.add(item);
      }
    }
    return Value.Items.list(selected);
  }

  private static Predicate<Value> test(Arguments arguments, Rendering rendering) {
    if (arguments.positional().isEmpty()) {
      return Truth::of;
    }
    var name = arguments.text(0, "test").chars();
    return value -> Tests.check(name, value, arguments.skip(1), rendering);
  }

  private static Predicate<Value> attributeTest(Arguments arguments, Rendering rendering) {
    var path = arguments.required(0, "attribute");
    var test = test(arguments.skip(1), rendering);
    return value -> test.test(AttributePath.follow(value, path, rendering));
  }

  /** Pairs of a key and the items that have it, sorted by key. */
  private static Value groupBy(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'groupby'", "attribute", "default", "case_sensitive");
    var path = arguments.required(0, "attribute");
    var caseSensitive = arguments.flag(2, "case_sensitive");
    var pairs = new ArrayList<Value>();
    for (var item : Elements.of(value, rendering.budget())) {
      var found = AttributePath.follow(item, path, rendering);
      var key =
          found instanceof Value.Undefined ? arguments.get(1, "default").orElse(found) : found;
      pairs.add(Value.Items.tuple(key, item));
    }
    var sorted =
        (Value.Items) Sorting.sorted(pairs, SelectionFilters::key, caseSensitive, false, rendering);
    var groups = new ArrayList<Value>();
    var group = new ArrayList<Value>();
    for (int i = 0; i < sorted.values().size(); i++) {
      var pair = sorted.values().get(i);
      group.add(((Value.Items) pair).values().get(1));
      var last = i + 1 == sorted.values().size();
      if (last || !sameKey(pair, sorted.values().get(i + 1), caseSensitive, rendering)) {
        var firstKey = key(sorted.values().get(i + 1 - group.size()));
        groups.add(Value.Items.tuple(firstKey, Value.Items.list(new ArrayList<>(group))));
        group.clear();
      }
    }
    return Value.Items.list(groups);
  }

  private static Value key(Value pair) {
    return ((Value.Items) pair).values().get(0);
  }

  private static boolean sameKey(
      Value pair, Value next, boolean caseSensitive, Rendering rendering) {
    return rendering
        .comparison()
        .equal(Sorting.folded(key(pair), caseSensitive), Sorting.folded(key(next), caseSensitive));
  }
}
