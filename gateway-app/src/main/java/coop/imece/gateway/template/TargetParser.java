package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the heads of tags hold beside expressions: targets, parameters, filters of a block. */
final class TargetParser {
  /** The variable that stands for a block's own text before its filters. */
  static final String BLOCK_TEXT = "(block)";

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final PrimaryParser primaries;

  TargetParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.primaries = new PrimaryParser(tokens, expressions);
  }

  /** One target, or several with commas between them. */
  Node.Target target(boolean namespaces) {
    var first = single(namespaces);
    if (!tokens.current().isOperator(",")) {
      return first;
    }
    var all = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",")) {
      if (tokens.current().kind() != Token.Kind.NAME && !tokens.current().isOperator("(")) {
        break;
      }
      all.add(single(namespaces));
    }
    return new Node.Target.Tuple(all);
  }

  private Node.Target single(boolean namespaces) {
    if (tokens.skipOperator("(")) {
      tokens.enter();
      var inside = target(namespaces);
      tokens.leave();
      tokens.expectOperator(")");
      return inside;
    }
    var name = tokens.expect(Token.Kind.NAME, "a name to assign to").text();
    if (namespaces && tokens.skipOperator(".")) {
      var attribute = tokens.expect(Token.Kind.NAME, "the name of an attribute").text();
      return new Node.Target.NamespaceAttribute(name, attribute);
    }
    return new Node.Target.Name(name);
  }

  /** A tuple without parentheses whose first item is already read. */
  Expression restOfTuple(Expression first) {
    var items = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",")) {
      items.add(expressions.or());
    }
    return new Expression.ListLiteral(items, true);
  }

  List<Node.Parameter> parameters() {
    tokens.expectOperator("(");
    var parameters = new ArrayList<Node.Parameter>();
    while (!tokens.skipOperator(")")) {
      var name = tokens.expect(Token.Kind.NAME, "the name of a parameter").text();
      var otherwise =
          tokens.skipOperator("=")
              ? Optional.of(expressions.expression())
              : Optional.<Expression>empty();
      parameters.add(new Node.Parameter(name, otherwise));
      if (!tokens.current().isOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    return parameters;
  }

  /** Filters of a block's text, each after a {@code |}; none leave it as it is. */
  Expression filters() {
    return primaries.filtersAndTests(new Expression.Variable(BLOCK_TEXT));
  }

  /** Filters of a block's text, the first without a {@code |}. */
  Expression firstFilter() {
    return primaries.filtersAndTests(primaries.filter(new Expression.Variable(BLOCK_TEXT)));
  }
}
