package coop.imece.gateway.template;

import java.util.HashMap;
import java.util.Map;

/** What stands after {@code |}: the filters by name. */
final class Filters {
  /** What a filter makes of a value. */
  interface Filter {
    Value apply(Value value, Arguments arguments, Rendering rendering);
  }

  private static final Map<String, Filter> FILTERS = new HashMap<>();

  static {
    FILTERS.putAll(TextFilters.all());
    FILTERS.putAll(ListFilters.all());
    FILTERS.putAll(SelectionFilters.all());
    FILTERS.putAll(ValueFilters.all());
  }

  private Filters() {}

  static Value apply(String name, Value value, Arguments arguments, Rendering rendering) {
    var filter = FILTERS.get(name);
    if (filter == null) {
      throw EvaluationFault.of("there is no filter '%s'", name);
    }
    rendering.budget().step();
    if (value instanceof Text text) {
      rendering.budget().read(text, arguments.texts());
    }
    return filter.apply(value, arguments, rendering);
  }
}
