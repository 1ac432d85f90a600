package coop.imece.gateway.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The tokens between the delimiters of one tag or output. */
final class TagLexer {
  private static final Pattern REAL =
      Pattern.compile("(?:\\d+_)*+\\d++(?:\\.\\d[\\d_]*+(?:[eE][+-]?\\d++)?|[eE][+-]?\\d++)");
  private static final Pattern INTEGER = Pattern.compile("0[xX][0-9a-fA-F_]++|\\d[\\d_]*+");
  private static final List<String> OPERATORS =
      List.of(
          "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
          "}", ">", "<", "=", ".", ":", "|", ",", ";");

  private final String source;
  private final String end;
  private final List<Token> tokens;
  private final Deque<String> open = new ArrayDeque<>();
  private int position;
  private int line;

  TagLexer(String source, int position, int line, String end, List<Token> tokens) {
    this.source = source;
    this.position = position;
    this.line = line;
    this.end = end;
    this.tokens = tokens;
  }

  int line() {
    return line;
  }

  /** Adds the tokens and returns the offset after the closing delimiter. */
  int run() {
    var begun = line;
    while (position < source.length()) {
      var c = source.charAt(position);
      if (Whitespace.is(c)) {
        line += c == '\n' ? 1 : 0;
        position++;
      } else if (open.isEmpty() && closes(c)) {
        return position + end.length() + (c == '-' || c == '+' ? 1 : 0);
      } else if (c == '\'' || c == '"') {
        string(c);
      } else if (c >= '0' && c <= '9') {
        number();
      } else if (c == '_' || Character.isLetter(c)) {
        name();
      } else {
        operator(c);
      }
    }
    throw new TemplateException(begun, "the tag is not closed by '" + end + "'");
  }

  private boolean closes(char c) {
    return source.startsWith(end, position)
        || c == '-' && source.startsWith(end, position + 1)
        || c == '+' && end.equals("%}") && source.startsWith(end, position + 1);
  }

  private void name() {
    var start = position;
    while (position < source.length() && isNamePart(source.charAt(position))) {
      position++;
    }
    add(Token.Kind.NAME, source.substring(start, position));
  }

  private static boolean isNamePart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private void number() {
    var real = REAL.matcher(source).region(position, source.length());
    var afterDot = position > 0 && source.charAt(position - 1) == '.';
    if (!afterDot && real.lookingAt()) {
      add(Token.Kind.REAL, real.group().replace("_", ""));
      position = real.end();
      return;
    }
    var integer = INTEGER.matcher(source).region(position, source.length());
    if (integer.lookingAt()) {
      add(Token.Kind.INTEGER, integer.group().replace("_", ""));
      position = integer.end();
    }
  }

  private void string(char quote) {
    var start = position + 1;
    var begun = line;
    for (int i = start; i < source.length(); i++) {
      var c = source.charAt(i);
      if (c == '\n') {
        line++;
      } else if (c == '\\') {
        i++;
        line += i < source.length() && source.charAt(i) == '\n' ? 1 : 0;
      } else if (c == quote) {
        var text = StringEscapes.decode(source.substring(start, i), begun);
        tokens.add(new Token(Token.Kind.STRING, text, begun));
        position = i + 1;
        return;
      }
    }
    throw new TemplateException(begun, "the string is not closed");
  }

  private void operator(char c) {
    for (var operator : OPERATORS) {
      if (source.startsWith(operator, position)) {
        balance(operator);
        add(Token.Kind.OPERATOR, operator);
        position += operator.length();
        return;
      }
    }
    throw new TemplateException(line, "unexpected character '" + c + "'");
  }

  private void balance(String operator) {
    switch (operator) {
      case "(" -> open.push(")");
      case "[" -> open.push("]");
      case "{" -> open.push("}");
      case ")", "]", "}" -> {
        if (open.isEmpty()) {
          throw new TemplateException(line, "unexpected '" + operator + "'");
        }
        var expected = open.pop();
        if (!expected.equals(operator)) {
          throw new TemplateException(
              line, "unexpected '%s', expected '%s'".formatted(operator, expected));
        }
      }
      default -> {}
    }
  }

  private void add(Token.Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }
}
