package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/** The arguments of a call, in parentheses. */
final class ArgumentParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;

  ArgumentParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Expression.Given given() {
    tokens.expectOperator("(");
    var positional = new ArrayList<Expression>();
    var named = new LinkedHashMap<String, Expression>();
    while (!tokens.skipOperator(")")) {
      if (tokens.current().isOperator("*") || tokens.current().isOperator("**")) {
        throw tokens.fail("arguments by '%s' are not supported".formatted(tokens.take().text()));
      }
      if (tokens.current().kind() == Token.Kind.NAME && tokens.lookAhead().isOperator("=")) {
        var name = tokens.take().text();
        tokens.take();
        if (named.put(name, expressions.expression()) != null) {
          throw tokens.fail("the argument '" + name + "' is given twice");
        }
      } else if (!named.isEmpty()) {
        throw tokens.fail("a positional argument after a named one");
      } else {
        positional.add(expressions.expression());
      }
      if (!tokens.current().isOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    return new Expression.Given(positional, named);
  }
}
