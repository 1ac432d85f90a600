package coop.imece.gateway.template;

/** Whitespace as Python's {@code str} methods and {@code \s} see it. */
final class Whitespace {
  private Whitespace() {}

  static boolean is(char c) {
    return c == ' '
        || c >= '\t' && c <= '\r'
        || c >= 0x1c && c <= 0x1f
        || c == 0x85
        || c == 0xa0
        || c > 0xff && (Character.isSpaceChar(c) && c != 0x200b);
  }

  /** The first offset at or after {@code start} that is no whitespace. */
  static int skip(String text, int start) {
    var i = start;
    while (i < text.length() && is(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The offset after the last character before {@code end} that is no whitespace. */
  static int skipBack(String text, int end) {
    var i = end;
    while (i > 0 && is(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }
}
