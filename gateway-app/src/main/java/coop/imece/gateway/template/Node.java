package coop.imece.gateway.template;

import java.util.List;
import java.util.Optional;

/** The parsed statements of a template; {@code line} is where each begins, 1-based. */
sealed interface Node {
  int line();

  record Data(int line, Text text) implements Node {}

  record Output(int line, Expression expression) implements Node {}

  record If(int line, List<Branch> branches, List<Node> otherwise) implements Node {}

  record Branch(Expression condition, List<Node> body) {}

  record For(
      int line,
      Target target,
      Expression iterable,
      Optional<Expression> condition,
      boolean recursive,
      List<Node> body,
      List<Node> otherwise)
      implements Node {}

  record Set(int line, Target target, Expression value) implements Node {}

  /** {@code {% set target | filter %}body{% endset %}}; {@code filters} apply to the variable. */
  record SetBlock(int line, Target target, Expression filters, List<Node> body) implements Node {}

  record MacroDefinition(int line, String name, Macro macro) implements Node {}

  record Macro(List<Parameter> parameters, List<Node> body) {}

  record Parameter(String name, Optional<Expression> otherwise) {}

  /** {@code {% call(parameters) callee(...) %}body{% endcall %}}. */
  record CallBlock(int line, Macro caller, Expression.Call call) implements Node {}

  record FilterBlock(int line, Expression filters, List<Node> body) implements Node {}

  record With(int line, List<Set> bindings, List<Node> body) implements Node {}

  /** {@code {% generation %}}: rendered as if the tags were not there. */
  record Generation(int line, List<Node> body) implements Node {}

  record Break(int line) implements Node {}

  record Continue(int line) implements Node {}

  /** What {@code set} and {@code for} assign to. */
  sealed interface Target {
    record Name(String name) implements Target {}

    record NamespaceAttribute(String namespace, String attribute) implements Target {}

    record Tuple(List<Target> targets) implements Target {}
  }
}
