package coop.imece.gateway.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Variables by name; what is not here is looked up in the scope around. */
final class Scope {
  private final Optional<Scope> around;
  private final Map<String, Value> variables = new HashMap<>();

  private Scope(Optional<Scope> around) {
    this.around = around;
  }

  static Scope outermost(Map<String, Value> variables) {
    var scope = new Scope(Optional.empty());
    scope.variables.putAll(variables);
    return scope;
  }

  Scope inner() {
    return new Scope(Optional.of(this));
  }

  void set(String name, Value value) {
    variables.put(name, value);
  }

  Value get(String name) {
    var scope = this;
    while (true) {
      var value = scope.variables.get(name);
      if (value != null) {
        return value;
      }
      if (scope.around.isEmpty()) {
        return Value.Undefined.named(name);
      }
      scope = scope.around.get();
    }
  }
}
