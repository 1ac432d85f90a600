package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Expressions by recursive descent, loosest binding first, in Jinja's order of precedence. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final TokenStream tokens;
  private final PrimaryParser primaries;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.primaries = new PrimaryParser(tokens, this);
  }

  /** One expression, or several with commas between them as a tuple. */
  Expression tupleOrExpression() {
    var first = expression();
    if (!tokens.current().isOperator(",")) {
      return first;
    }
    var items = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",")) {
      if (endsTuple()) {
        break;
      }
      items.add(expression());
    }
    return new Expression.ListLiteral(items, true);
  }

  private boolean endsTuple() {
    var kind = tokens.current().kind();
    return kind == Token.Kind.TAG_END
        || kind == Token.Kind.OUTPUT_END
        || tokens.current().isOperator(")");
  }

  Expression expression() {
    tokens.enter();
    var result = or();
    while (tokens.skipName("if")) {
      var condition = or();
      var otherwise =
          tokens.skipName("else") ? Optional.of(expression()) : Optional.<Expression>empty();
      result = new Expression.Conditional(condition, result, otherwise);
    }
    tokens.leave();
    return result;
  }

  /** Without the conditional, as the iterable of a {@code for}. */
  Expression or() {
    var left = and();
    for (int operands = 1; tokens.skipName("or"); operands++) {
      left = new Expression.Or(left, and());
      checkChain(operands);
    }
    return left;
  }

  private Expression and() {
    var left = not();
    for (int operands = 1; tokens.skipName("and"); operands++) {
      left = new Expression.And(left, not());
      checkChain(operands);
    }
    return left;
  }

  private Expression not() {
    if (!tokens.skipName("not")) {
      return comparison();
    }
    tokens.enter();
    var operand = not();
    tokens.leave();
    return new Expression.Not(operand);
  }

  private Expression comparison() {
    var first = sum();
    var comparands = new ArrayList<Expression.Comparand>();
    while (true) {
      var token = tokens.current();
      if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
        tokens.take();
        comparands.add(new Expression.Comparand(token.text(), sum()));
      } else if (tokens.skipName("in")) {
        comparands.add(new Expression.Comparand("in", sum()));
      } else if (token.isName("not") && tokens.lookAhead().isName("in")) {
        tokens.take();
        tokens.take();
        comparands.add(new Expression.Comparand("not in", sum()));
      } else {
        return comparands.isEmpty() ? first : new Expression.Compare(first, comparands);
      }
    }
  }

  private Expression sum() {
    var left = concatenation();
    for (int operands = 1; isOperator("+", "-"); operands++) {
      left = new Expression.Binary(tokens.take().text(), left, concatenation());
      checkChain(operands);
    }
    return left;
  }

  private Expression concatenation() {
    var operands = new ArrayList<>(List.of(product()));
    while (tokens.skipOperator("~")) {
      operands.add(product());
    }
    return operands.size() == 1 ? operands.get(0) : new Expression.Concat(operands);
  }

  private Expression product() {
    var left = power();
    for (int operands = 1; isOperator("*", "/", "//", "%"); operands++) {
      left = new Expression.Binary(tokens.take().text(), left, power());
      checkChain(operands);
    }
    return left;
  }

  private Expression power() {
    var left = unary(true);
    for (int operands = 1; tokens.skipOperator("**"); operands++) {
      left = new Expression.Binary("**", left, unary(true));
      checkChain(operands);
    }
    return left;
  }

  private Expression unary(boolean withFilters) {
    Expression operand;
    if (isOperator("-", "+")) {
      var negative = tokens.take().text().equals("-");
      tokens.enter();
      operand = new Expression.Signed(negative, unary(false));
      tokens.leave();
    } else {
      operand = primaries.primary();
    }
    operand = primaries.postfixes(operand);
    return withFilters ? primaries.filtersAndTests(operand) : operand;
  }

  private boolean isOperator(String... operators) {
    for (var operator : operators) {
      if (tokens.current().isOperator(operator)) {
        return true;
      }
    }
    return false;
  }

  /** A chain of operators leans to the left, so its evaluation nests as deep as it is long. */
  private void checkChain(int operands) {
    if (operands > Limits.SOURCE_DEPTH) {
      throw tokens.fail("more than %d operators in a row".formatted(Limits.SOURCE_DEPTH));
    }
  }
}
