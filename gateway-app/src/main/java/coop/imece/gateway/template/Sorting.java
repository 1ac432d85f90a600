package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sorted copies of lists; equal ones keep their order. */
final class Sorting {
  private record Keyed(Value key, Value value) {}

  private Sorting() {}

  static Value sorted(
      List<Value> values,
      Function<Value, Value> key,
      boolean caseSensitive,
      boolean reverse,
      Rendering rendering) {
    var keyed = new ArrayList<Keyed>(values.size());
    for (var value : values) {
      var sortKey = key.apply(value);
      rendering.budget().grow(sortKey instanceof Text text ? text.chars().length() + 1 : 1);
      keyed.add(new Keyed(folded(sortKey, caseSensitive), value));
    }
    Comparator<Keyed> order = (a, b) -> rendering.comparison().compare(a.key(), b.key());
    keyed.sort(reverse ? Collections.reverseOrder(order) : order);
    return Value.Items.list(keyed.stream().map(Keyed::value).collect(Collectors.toList()));
  }

  /** Without the difference of upper and lower case, unless that counts. */
  static Value folded(Value value, boolean caseSensitive) {
    return !caseSensitive && value instanceof Text text
        ? Text.ofTemplate(text.chars().toLowerCase(Locale.ROOT))
        : value;
  }
}
