package coop.imece.gateway.template;

import java.util.List;

/** The tokens of a template with a place in them, and the depth of the parser's own nesting. */
final class TokenStream {
  private final List<Token> tokens;
  private int next;
  private int depth;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(next);
  }

  Token lookAhead() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  Token take() {
    var token = tokens.get(next);
    if (next < tokens.size() - 1) {
      next++;
    }
    return token;
  }

  boolean skipOperator(String operator) {
    var found = current().isOperator(operator);
    if (found) {
      take();
    }
    return found;
  }

  boolean skipName(String name) {
    var found = current().isName(name);
    if (found) {
      take();
    }
    return found;
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw unexpected("'" + operator + "'");
    }
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw unexpected("'" + name + "'");
    }
  }

  Token expect(Token.Kind kind, String what) {
    if (current().kind() != kind) {
      throw unexpected(what);
    }
    return take();
  }

  TemplateException unexpected(String expected) {
    return new TemplateException(
        current().line(), "expected %s, found %s".formatted(expected, current().shown()));
  }

  TemplateException fail(String reason) {
    return new TemplateException(current().line(), reason);
  }

  void enter() {
    if (++depth > Limits.SOURCE_DEPTH) {
      throw fail("nested deeper than " + Limits.SOURCE_DEPTH);
    }
  }

  void leave() {
    depth--;
  }
}
