package coop.imece.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads JSON that is in the form of RFC 8785 and refuses any other spelling of the same value, so
 * that equal values have equal bytes. The caller says what must come next; what does not match is a
 * {@link MalformedException} that names the byte. Depth and length are bounded by the input.
 */
public final class CanonicalReader {
  private static final int MAX_DEPTH = 32;

  private final byte[] in;
  private final int end;
  private int at;
  private int depth;
  private boolean first = true;

  public CanonicalReader(byte[] in) {
    this(in, 0, in.length);
  }

  /** Reads the bytes {@code [start, end)}. */
  public CanonicalReader(byte[] in, int start, int end) {
    this.in = in;
    this.at = start;
    this.end = end;
  }

  public void beginObject() {
    open('{');
  }

  public void endObject() {
    close('}');
  }

  public void beginArray() {
    open('[');
  }

  public void endArray() {
    close(']');
  }

  /** Steps to the next element of an array; false when the array ends here. */
  public boolean nextElement() {
    if (peek() == ']') {
      return false;
    }
    separate();
    return true;
  }

  /** The key that must come next. */
  public void key(String name) {
    if (!tryKey(name)) {
      throw malformed("key '%s'".formatted(name));
    }
  }

  /** Takes the key if it comes next: for fields that may be left out. */
  public boolean tryKey(String name) {
    var start = at + (first ? 0 : 1);
    var length = name.length();
    if (start + length + 3 > end
        || !first && in[at] != ','
        || in[start] != '"'
        || in[start + length + 1] != '"'
        || in[start + length + 2] != ':') {
      return false;
    }
    for (var i = 0; i < length; i++) {
      if (in[start + 1 + i] != name.charAt(i)) {
        return false;
      }
    }
    at = start + length + 3;
    first = false;
    return true;
  }

  public String string() {
    var start = at;
    var plain = CanonicalStrings.skip(this, in);
    return plain
        ? new String(in, start + 1, at - start - 2, StandardCharsets.ISO_8859_1)
        : CanonicalStrings.decode(in, start + 1, at - 1);
  }

  /** A string of 64 lowercase hex digits. */
  public Hash hash() {
    var start = at + 1;
    var quoted = start + 2 * Hash.BYTES < end && in[at] == '"' && in[start + 2 * Hash.BYTES] == '"';
    var hash = quoted ? Hash.ofHex(in, start) : Optional.<Hash>empty();
    if (hash.isEmpty()) {
      return notHash();
    }
    at = start + 2 * Hash.BYTES + 1;
    return hash.get();
  }

  /** Says what is wrong. */
  private Hash notHash() {
    try {
      return Hash.parseHex(string());
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage(), e);
    }
  }

  /** An integer of magnitude below 2^53. */
  public long integer() {
    var start = at;
    var negative = peek() == '-';
    if (negative) {
      at++;
    }
    var digits = at;
    var next = digits;
    var value = 0L;
    while (next < end && in[next] >= '0' && in[next] <= '9' && next - digits <= 16) {
      value = 10 * value + in[next++] - '0';
    }
    var zeroLed = next > digits && in[digits] == '0' && (next - digits > 1 || negative);
    if (next == digits || zeroLed || value > CanonicalWriter.MAX_INTEGER) {
      at = start;
      throw malformed("an integer below 2^53");
    }
    at = next;
    return negative ? -value : value;
  }

  public boolean bool() {
    if (peek() == 't') {
      literal("true");
      return true;
    }
    literal("false");
    return false;
  }

  /** Reads over one value of any kind, checking its form. */
  public void skip() {
    switch (peek()) {
      case '{' -> CanonicalStrings.skipObject(this, in);
      case '[' -> {
        beginArray();
        while (nextElement()) {
          skip();
        }
        endArray();
      }
      case '"' -> CanonicalStrings.skip(this, in);
      case 't', 'f' -> bool();
      case 'n' -> literal("null");
      default -> integer();
    }
  }

  /** Nothing may follow. */
  public void end() {
    if (at != end) {
      throw malformed("the end");
    }
  }

  /** The index of the next byte. */
  public int position() {
    return at;
  }

  int peek() {
    return at < end ? in[at] : -1;
  }

  void advance(int to) {
    at = to;
  }

  int limit() {
    return end;
  }

  /** The comma between two members. */
  void separate() {
    if (!first) {
      expect(',');
    }
    first = false;
  }

  void expect(char c) {
    if (peek() != c) {
      throw malformed("'%c'".formatted(c));
    }
    at++;
  }

  MalformedException malformed(String expected) {
    var found =
        at >= end
            ? "the end"
            : in[at] >= 0x20 && in[at] < 0x7f
                ? "'%c'".formatted((char) in[at])
                : "byte 0x%02x".formatted(in[at]);
    return new MalformedException(
        "not canonical JSON: expected %s at byte %d, was %s".formatted(expected, at, found));
  }

  private void open(char bracket) {
    expect(bracket);
    if (++depth > MAX_DEPTH) {
      throw malformed("at most %d levels".formatted(MAX_DEPTH));
    }
    first = true;
  }

  private void close(char bracket) {
    expect(bracket);
    depth--;
    first = false;
  }

  private void literal(String text) {
    for (var i = 0; i < text.length(); i++) {
      expect(text.charAt(i));
    }
  }
}
