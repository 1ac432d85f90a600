package coop.imece.gateway.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes that come one by one, as UTF-8; what is no UTF-8 becomes U+FFFD. */
final class ByteRun {
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final ByteBuffer pending = ByteBuffer.allocate(8);

  boolean isEmpty() {
    return pending.position() == 0;
  }

  /** The characters that this byte completes. */
  String accept(byte value) {
    pending.put(value).flip();
    var chars = CharBuffer.allocate(16);
    utf8.decode(pending, chars, false);
    pending.compact();
    return chars.flip().toString();
  }

  /** U+FFFD if a character is incomplete; the next byte begins a new one. */
  String flush() {
    if (isEmpty()) {
      return "";
    }
    pending.flip();
    var chars = CharBuffer.allocate(16);
    utf8.decode(pending, chars, true);
    pending.clear();
    utf8.reset();
    return chars.flip().toString();
  }
}
