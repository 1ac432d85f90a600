package coop.imece.gateway.template;

/** The escapes of a string literal, as Python decodes them; an unknown one stays as it is. */
final class StringEscapes {
  private static final String SIMPLE = "nrtbfav\\'\"";
  private static final String DECODED = "\n\r\t\b\f\u0007\u000b\\'\"";

  private StringEscapes() {}

  static String decode(String literal, int line) {
    if (literal.indexOf('\\') < 0) {
      return literal;
    }
    var decoded = new StringBuilder();
    for (int i = 0; i < literal.length(); i++) {
      var c = literal.charAt(i);
      if (c != '\\' || i + 1 == literal.length()) {
        decoded.append(c);
        continue;
      }
      var escape = literal.charAt(++i);
      var simple = SIMPLE.indexOf(escape);
      if (simple >= 0) {
        decoded.append(DECODED.charAt(simple));
      } else if (escape == 'x' || escape == 'u' || escape == 'U') {
        var digits = escape == 'x' ? 2 : escape == 'u' ? 4 : 8;
        decoded.appendCodePoint(codePoint(literal, i + 1, digits, line));
        i += digits;
      } else if (escape >= '0' && escape <= '7') {
        var end = i;
        while (end < literal.length() && end < i + 3 && isOctal(literal.charAt(end))) {
          end++;
        }
        decoded.append((char) Integer.parseInt(literal.substring(i, end), 8));
        i = end - 1;
      } else if (escape != '\n') {
        decoded.append('\\').append(escape);
      }
    }
    return decoded.toString();
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private static int codePoint(String literal, int start, int digits, int line) {
    try {
      var point = Integer.parseUnsignedInt(literal.substring(start, start + digits), 16);
      if (Character.isValidCodePoint(point)) {
        return point;
      }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      // Told below.
    }
    throw new TemplateException(line, "the string has a bad escape");
  }
}
