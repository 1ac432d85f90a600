package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names, literals, brackets, and what follows them: attributes, indexes, calls, filters, tests. */
final class PrimaryParser {
  private static final Set<String> NO_TEST_ARGUMENT = Set.of("else", "or", "and", "if", "in");

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final ArgumentParser arguments;

  PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.arguments = new ArgumentParser(tokens, expressions);
  }

  Expression primary() {
    var token = tokens.current();
    switch (token.kind()) {
      case NAME -> {
        tokens.take();
        return name(token.text());
      }
      case STRING -> {
        return string();
      }
      case INTEGER -> {
        tokens.take();
        return new Expression.Literal(integer(token));
      }
      case REAL -> {
        tokens.take();
        return new Expression.Literal(new Value.Real(Double.parseDouble(token.text())));
      }
      default -> {
        if (token.isOperator("(")) {
          return parentheses();
        } else if (token.isOperator("[")) {
          return list();
        } else if (token.isOperator("{")) {
          return dict();
        }
        throw tokens.unexpected("an expression");
      }
    }
  }

  private static Expression name(String name) {
    return switch (name) {
      case "true", "True" -> new Expression.Literal(Value.Bool.TRUE);
      case "false", "False" -> new Expression.Literal(Value.Bool.FALSE);
      case "none", "None" -> new Expression.Literal(Value.None.NONE);
      default -> new Expression.Variable(name);
    };
  }

  private Expression string() {
    var joined = new StringBuilder();
    while (tokens.current().kind() == Token.Kind.STRING) {
      joined.append(tokens.take().text());
    }
    return new Expression.Literal(Text.ofTemplate(joined.toString()));
  }

  private static Value integer(Token token) {
    try {
      return new Value.Int(
          token.text().length() > 1 && Character.toLowerCase(token.text().charAt(1)) == 'x'
              ? Long.parseLong(token.text().substring(2), 16)
              : Long.parseLong(token.text()));
    } catch (NumberFormatException e) {
      throw new TemplateException(token.line(), "the integer " + token.text() + " is too large");
    }
  }

  private Expression parentheses() {
    tokens.take();
    if (tokens.skipOperator(")")) {
      return new Expression.ListLiteral(List.of(), true);
    }
    var inside = expressions.tupleOrExpression();
    tokens.expectOperator(")");
    return inside;
  }

  private Expression list() {
    tokens.take();
    var items = new ArrayList<Expression>();
    while (!tokens.skipOperator("]")) {
      items.add(expressions.expression());
      if (!tokens.current().isOperator("]")) {
        tokens.expectOperator(",");
      }
    }
    return new Expression.ListLiteral(items, false);
  }

  private Expression dict() {
    tokens.take();
    var pairs = new ArrayList<Expression.Pair>();
    while (!tokens.skipOperator("}")) {
      var key = expressions.expression();
      tokens.expectOperator(":");
      pairs.add(new Expression.Pair(key, expressions.expression()));
      if (!tokens.current().isOperator("}")) {
        tokens.expectOperator(",");
      }
    }
    return new Expression.DictLiteral(pairs);
  }

  Expression postfixes(Expression operand) {
    var result = operand;
    for (int count = 0; ; count++) {
      checkChain(count);
      if (tokens.skipOperator(".")) {
        result = attribute(result);
      } else if (tokens.skipOperator("[")) {
        result = subscript(result);
      } else if (tokens.current().isOperator("(")) {
        result = new Expression.Call(result, arguments.given());
      } else {
        return result;
      }
    }
  }

  private Expression attribute(Expression target) {
    var token = tokens.take();
    if (token.kind() == Token.Kind.NAME) {
      return new Expression.Attribute(target, token.text());
    } else if (token.kind() == Token.Kind.INTEGER) {
      return new Expression.Item(target, new Expression.Literal(integer(token)));
    }
    throw new TemplateException(
        token.line(), "expected a name or number after '.', found " + token.shown());
  }

  private Expression subscript(Expression target) {
    Optional<Expression> start = slicePart();
    if (!tokens.skipOperator(":")) {
      tokens.expectOperator("]");
      return new Expression.Item(target, start.orElseThrow(() -> tokens.fail("an empty index")));
    }
    Optional<Expression> stop = slicePart();
    var step = tokens.skipOperator(":") ? slicePart() : Optional.<Expression>empty();
    tokens.expectOperator("]");
    return new Expression.Slice(target, start, stop, step);
  }

  private Optional<Expression> slicePart() {
    return tokens.current().isOperator(":") || tokens.current().isOperator("]")
        ? Optional.empty()
        : Optional.of(expressions.expression());
  }

  Expression filtersAndTests(Expression operand) {
    var result = operand;
    for (int count = 0; ; count++) {
      checkChain(count);
      if (tokens.skipOperator("|")) {
        result = filter(result);
      } else if (tokens.skipName("is")) {
        result = test(result);
      } else if (tokens.current().isOperator("(")) {
        result = new Expression.Call(result, arguments.given());
      } else {
        return result;
      }
    }
  }

  Expression filter(Expression target) {
    var name = tokens.expect(Token.Kind.NAME, "the name of a filter").text();
    var given = tokens.current().isOperator("(") ? arguments.given() : Expression.Given.NOTHING;
    return new Expression.Filter(target, name, given);
  }

  private Expression test(Expression target) {
    var negated = tokens.skipName("not");
    var name = tokens.expect(Token.Kind.NAME, "the name of a test").text();
    var given = Expression.Given.NOTHING;
    if (tokens.current().isOperator("(")) {
      given = arguments.given();
    } else if (startsTestArgument(tokens.current())) {
      given = new Expression.Given(List.of(postfixes(primary())), Map.of());
    }
    var test = new Expression.Test(target, name, given);
    return negated ? new Expression.Not(test) : test;
  }

  private boolean startsTestArgument(Token token) {
    if (token.isName("is")) {
      throw tokens.fail("tests can't be chained with 'is'");
    }
    return switch (token.kind()) {
      case NAME -> !NO_TEST_ARGUMENT.contains(token.text()) && !token.isName("not");
      case STRING, INTEGER, REAL -> true;
      default -> token.isOperator("[") || token.isOperator("{");
    };
  }

  private void checkChain(int count) {
    if (count > Limits.SOURCE_DEPTH) {
      throw tokens.fail(
          "more than %d attributes, calls or filters in a row".formatted(Limits.SOURCE_DEPTH));
    }
  }
}
