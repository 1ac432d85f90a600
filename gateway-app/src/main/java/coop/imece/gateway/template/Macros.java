package coop.imece.gateway.template;

/** Macros as functions: arguments bound to parameters, then the body rendered where it stands. */
final class Macros {
  /** Under this name a call block hands its own body to the macro that it calls. */
  static final String CALLER = "caller";

  private final Renderer renderer;
  private final Evaluator evaluator;

  Macros(Renderer renderer, Evaluator evaluator) {
    this.renderer = renderer;
    this.evaluator = evaluator;
  }

  Value.Function function(String name, Node.Macro macro, Scope around) {
    return new Value.Function(
        name,
        arguments -> {
          var scope = around.inner();
          bind(name, macro, arguments, scope);
          return renderer.render(macro.body(), scope);
        });
  }

  private void bind(String name, Node.Macro macro, Arguments arguments, Scope scope) {
    var parameters = macro.parameters();
    if (arguments.positional().size() > parameters.size()) {
      throw EvaluationFault.of(
          "the macro '%s' takes at most %d arguments, was given %d",
          name, parameters.size(), arguments.positional().size());
    }
    var caller = arguments.named().get(CALLER);
    scope.set(CALLER, caller != null ? caller : Value.Undefined.named(CALLER));
    for (var given : arguments.named().keySet()) {
      if (!given.equals(CALLER) && parameters.stream().noneMatch(p -> p.name().equals(given))) {
        throw EvaluationFault.of("the macro '%s' has no parameter '%s'", name, given);
      }
    }
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      var value =
          arguments
              .get(i, parameter.name())
              .or(() -> parameter.otherwise().map(e -> evaluator.evaluate(e, scope)))
              .orElseGet(() -> Value.Undefined.named(parameter.name()));
      scope.set(parameter.name(), value);
    }
  }
}
