package coop.imece.gateway.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parsed expressions of a template. */
sealed interface Expression {

  record Literal(Value value) implements Expression {}

  record Variable(String name) implements Expression {}

  record ListLiteral(List<Expression> items, boolean tuple) implements Expression {}

  record DictLiteral(List<Pair> pairs) implements Expression {}

  record Pair(Expression key, Expression value) {}

  /** {@code target.name}. */
  record Attribute(Expression target, String name) implements Expression {}

  /** {@code target[index]}. */
  record Item(Expression target, Expression index) implements Expression {}

  /** {@code target[start:stop:step]}. */
  record Slice(
      Expression target,
      Optional<Expression> start,
      Optional<Expression> stop,
      Optional<Expression> step)
      implements Expression {}

  record Call(Expression callee, Given given) implements Expression {}

  record Filter(Expression target, String name, Given given) implements Expression {}

  record Test(Expression target, String name, Given given) implements Expression {}

  /** The arguments as they are written. */
  record Given(List<Expression> positional, Map<String, Expression> named) {
    static final Given NOTHING = new Given(List.of(), Map.of());
  }

  record Not(Expression operand) implements Expression {}

  /** {@code -operand} or {@code +operand}. */
  record Signed(boolean negative, Expression operand) implements Expression {}

  record Binary(String operator, Expression left, Expression right) implements Expression {}

  /** Operands joined by {@code ~}. */
  record Concat(List<Expression> operands) implements Expression {}

  record And(Expression left, Expression right) implements Expression {}

  record Or(Expression left, Expression right) implements Expression {}

  /** {@code first op operand op operand ...}, each compared with the one before it. */
  record Compare(Expression first, List<Comparand> comparands) implements Expression {}

  record Comparand(String operator, Expression operand) {}

  record Conditional(Expression condition, Expression then, Optional<Expression> otherwise)
      implements Expression {}
}
