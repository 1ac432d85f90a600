package coop.imece.log;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes JSON in the one form of RFC 8785: no white space, keys in ascending order of their UTF-16
 * units, the shortest escapes. Numbers are integers of magnitude below 2^53; whatever may be larger
 * is written as a string. Keys out of order are refused.
 */
public final class CanonicalWriter {
  /** The largest magnitude that every JSON reader takes exactly: 2^53 - 1. */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Deque<String> outerKeys = new ArrayDeque<>();
  private byte[] out = new byte[512];
  private int size;
  private String lastKey = "";
  private boolean first = true;
  private boolean afterKey;

  public CanonicalWriter beginObject() {
    open('{');
    outerKeys.push(lastKey);
    lastKey = "";
    return this;
  }

  public CanonicalWriter endObject() {
    lastKey = outerKeys.pop();
    return close('}');
  }

  public CanonicalWriter beginArray() {
    open('[');
    return this;
  }

  public CanonicalWriter endArray() {
    return close(']');
  }

  public CanonicalWriter key(String key) {
    if (!first && key.compareTo(lastKey) <= 0) {
      throw new IllegalArgumentException(
          "keys stand in ascending order, was '%s' after '%s'".formatted(key, lastKey));
    }
    value();
    lastKey = key;
    quote(key);
    put(':');
    afterKey = true;
    return this;
  }

  public CanonicalWriter string(String text) {
    value();
    quote(text);
    return this;
  }

  public CanonicalWriter integer(long value) {
    if (value > MAX_INTEGER || value < -MAX_INTEGER) {
      throw new IllegalArgumentException("an integer stays below 2^53, was " + value);
    }
    return raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  public CanonicalWriter bool(boolean value) {
    return raw((value ? "true" : "false").getBytes(StandardCharsets.US_ASCII));
  }

  /** A value that stands in canonical form already. */
  public CanonicalWriter raw(byte[] canonical) {
    value();
    putAll(canonical);
    return this;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(out, size);
  }

  private void open(char bracket) {
    value();
    put(bracket);
    first = true;
  }

  private CanonicalWriter close(char bracket) {
    put(bracket);
    first = false;
    return this;
  }

  /** Separates from the value before, unless this is the value of a key. */
  private void value() {
    if (!first && !afterKey) {
      put(',');
    }
    first = false;
    afterKey = false;
  }

  private void quote(String text) {
    put('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 0x80) {
        putAll(utf8(text.substring(i)));
        break;
      }
      putEscaped(c);
    }
    put('"');
  }

  /** The rest of a string from its first character outside ASCII. */
  private static byte[] utf8(String rest) {
    var escaped = new StringBuilder(rest.length());
    var ascii = new CanonicalWriter();
    for (var i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) < 0x80) {
        ascii.size = 0;
        ascii.putEscaped(rest.charAt(i));
        escaped.append(new String(ascii.out, 0, ascii.size, StandardCharsets.US_ASCII));
      } else {
        escaped.append(rest.charAt(i));
      }
    }
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(escaped));
      return Arrays.copyOf(bytes.array(), bytes.limit());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a string has no lone surrogates", e);
    }
  }

  private void putEscaped(char c) {
    if (c >= 0x20) {
      if (c == '"' || c == '\\') {
        put('\\');
      }
      put(c);
      return;
    }
    put('\\');
    var shorthand = "\b\t\n\f\r".indexOf(c);
    if (shorthand >= 0) {
      put("btnfr".charAt(shorthand));
    } else {
      putAll(new byte[] {'u', '0', '0', HEX[c >> 4], HEX[c & 15]});
    }
  }

  private void put(char c) {
    reserve(1);
    out[size++] = (byte) c;
  }

  private void putAll(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, out, size, bytes.length);
    size += bytes.length;
  }

  private void reserve(int more) {
    if (size + more > out.length) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, size + more));
    }
  }
}
