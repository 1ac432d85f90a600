package coop.imece.gateway.chat;

/** A model's text on a terminal: it must not be able to steer it. */
final class Printable {
  private Printable() {}

  /** Without control characters, line end and tab excepted. */
  static String of(String text) {
    var printable = new StringBuilder(text.length());
    text.chars()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .forEach(c -> printable.append((char) c));
    return printable.toString();
  }
}
