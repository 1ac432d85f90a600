package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a template into data and the tokens of its tags, with Jinja's whitespace rules under
 * {@code trim_blocks} and {@code lstrip_blocks}. The tokens inside a tag are left to {@link
 * TagLexer}.
 */
final class Lexer {
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;

  /** True at the start of the source and after a tag whose end swallowed a newline. */
  private boolean lineStarting = true;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String template) {
    if (template.length() > Limits.SOURCE_CHARACTERS) {
      throw new TemplateException(
          1,
          "the template has %d characters, at most %d are allowed"
              .formatted(template.length(), Limits.SOURCE_CHARACTERS));
    }
    var source = template.replace("\r\n", "\n").replace('\r', '\n');
    if (source.endsWith("\n")) {
      source = source.substring(0, source.length() - 1);
    }
    return new Lexer(source).run();
  }

  private List<Token> run() {
    while (position < source.length()) {
      var begin = nextDelimiter();
      if (begin < 0) {
        data(position, source.length());
        position = source.length();
      } else if (source.charAt(begin + 1) == '{') {
        data(position, textEnd(begin, false));
        tag(begin, Token.Kind.OUTPUT_BEGIN, Token.Kind.OUTPUT_END);
      } else if (source.charAt(begin + 1) == '#') {
        data(position, textEnd(begin, true));
        comment(begin);
      } else {
        data(position, textEnd(begin, true));
        if (!raw(begin)) {
          tag(begin, Token.Kind.TAG_BEGIN, Token.Kind.TAG_END);
        }
      }
    }
    tokens.add(new Token(Token.Kind.END, "", line));
    return tokens;
  }

  private int nextDelimiter() {
    for (int i = source.indexOf('{', position); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Where the data before the tag at {@code begin} ends, after stripping. */
  private int textEnd(int begin, boolean block) {
    var sign = begin + 2 < source.length() ? source.charAt(begin + 2) : ' ';
    if (sign == '-') {
      return Math.max(position, Whitespace.skipBack(source, begin));
    }
    if (block && sign != '+') {
      var from = begin;
      while (from > position && source.charAt(from - 1) != '\n') {
        from--;
      }
      if ((from > position || lineStarting) && Whitespace.skip(source, from) >= begin) {
        return from;
      }
    }
    return begin;
  }

  private void data(int start, int end) {
    if (end > start) {
      tokens.add(new Token(Token.Kind.DATA, source.substring(start, end), line));
    }
  }

  private void tag(int begin, Token.Kind beginKind, Token.Kind endKind) {
    moveTo(begin);
    tokens.add(new Token(beginKind, "", line));
    var sign = begin + 2 < source.length() ? source.charAt(begin + 2) : ' ';
    var inside = begin + (sign == '-' || sign == '+' ? 3 : 2);
    var block = endKind == Token.Kind.TAG_END;
    var tagLexer = new TagLexer(source, inside, line, block ? "%}" : "}}", tokens);
    var end = tagLexer.run();
    line = tagLexer.line();
    tokens.add(new Token(endKind, "", line));
    position = end;
    afterEnd(end, source.charAt(end - 3), block);
  }

  private void comment(int begin) {
    moveTo(begin);
    var close = source.indexOf("#}", begin + 2);
    if (close < 0) {
      throw new TemplateException(line, "the comment is not closed by '#}'");
    }
    moveTo(close + 2);
    afterEnd(close + 2, close > begin + 2 ? source.charAt(close - 1) : ' ', true);
  }

  /** Swallows what the end of a tag takes with it; {@code sign} stands before the delimiter. */
  private void afterEnd(int end, char sign, boolean block) {
    if (sign == '-') {
      moveTo(Whitespace.skip(source, end));
    } else if (block && sign != '+' && end < source.length() && source.charAt(end) == '\n') {
      moveTo(end + 1);
    }
    lineStarting = position > end && source.charAt(position - 1) == '\n';
  }

  /** If a raw block starts here, takes it whole as data. */
  private boolean raw(int begin) {
    var open = RawBlock.open(source, begin);
    if (open.isEmpty()) {
      return false;
    }
    moveTo(begin);
    var raw = open.get();
    if (raw.closeBegin() < 0) {
      throw new TemplateException(line, "the raw block is not closed by endraw");
    }
    moveTo(raw.bodyStart());
    lineStarting = source.charAt(position - 1) == '\n';
    data(position, Math.max(position, textEnd(raw.closeBegin(), true)));
    moveTo(raw.closeEnd());
    afterEnd(raw.closeEnd(), source.charAt(raw.closeEnd() - 3), true);
    return true;
  }

  private void moveTo(int newPosition) {
    for (int i = position; i < newPosition; i++) {
      if (source.charAt(i) == '\n') {
        line++;
      }
    }
    position = newPosition;
  }
}
