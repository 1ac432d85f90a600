package coop.imece.gateway.tokenizer;

import java.util.Arrays;

/**
 * Token ids one by one to pieces of text. Bytes of a character that is not complete yet are held
 * back; bytes that are no UTF-8 become U+FFFD.
 *
 * <p>Each token is decoded together with the few before it, and what those alone give is taken
 * away: a decoder that drops the leading space of a text so sees that the token does not begin one.
 * The window has a fixed size, so a token costs the same wherever it stands. For one answer and one
 * thread.
 */
final class StreamingDetokenizer {
  /** An incomplete character has at most three bytes, so at most three tokens. */
  private static final int CONTEXT = 4;

  private static final int WINDOW = 16;
  private static final char REPLACEMENT = '\uFFFD';

  private final Vocabulary vocabulary;
  private final Decoder decoder;
  private final ByteRun byteRun = new ByteRun();
  private int[] window = new int[WINDOW];
  private int size;

  /** How much of the window's text was given out. */
  private int given;

  /** Many ids to text, special tokens left out. */
  interface Decoder {
    String decode(int[] ids);
  }

  StreamingDetokenizer(Vocabulary vocabulary, Decoder decoder) {
    this.vocabulary = vocabulary;
    this.decoder = decoder;
  }

  String accept(int id) {
    if (!vocabulary.visible(id)) {
      return "";
    }
    var asByte = vocabulary.byteOf(id);
    if (asByte.isPresent()) {
      return byteToken(id, asByte.getAsInt());
    }
    var before = byteRun.flush();
    shrinkFullWindow();
    window[size++] = id;
    var text = text();
    var stable = stableLength(text);
    var piece = stable > given ? text.substring(given, stable) : "";
    given = Math.max(given, stable);
    return before + piece;
  }

  /** What is held back at the end of the answer. */
  String finish() {
    var before = byteRun.flush();
    var text = text();
    var piece = given < text.length() ? text.substring(given) : "";
    given = Math.max(given, text.length());
    return before + piece;
  }

  /**
   * A token that is one raw byte is decoded here, because decoders look at a whole run of them. It
   * stays in the window, as what stands before the next token.
   */
  private String byteToken(int id, int value) {
    var before = byteRun.isEmpty() ? finish() : "";
    shrinkFullWindow();
    window[size++] = id;
    var piece = byteRun.accept((byte) value);
    given = text().length();
    return before + piece;
  }

  private void shrinkFullWindow() {
    if (size == WINDOW) {
      System.arraycopy(window, WINDOW - CONTEXT, window, 0, CONTEXT);
      size = CONTEXT;
      var text = text();
      var afterByte = vocabulary.byteOf(window[size - 1]).isPresent();
      given = afterByte ? text.length() : stableLength(text);
    }
  }

  private String text() {
    return decoder.decode(Arrays.copyOf(window, size));
  }

  /** All but a last U+FFFD, which more bytes may turn into a character. */
  private static int stableLength(String text) {
    var incomplete = !text.isEmpty() && text.charAt(text.length() - 1) == REPLACEMENT;
    return incomplete ? text.length() - 1 : text.length();
  }
}
