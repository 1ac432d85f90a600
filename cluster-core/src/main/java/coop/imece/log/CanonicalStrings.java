package coop.imece.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The strings and sorted keys of {@link CanonicalReader}. */
final class CanonicalStrings {
  private CanonicalStrings() {}

  /** Moves over a string; true when it is plain ASCII without escapes. */
  static boolean skip(CanonicalReader reader, byte[] in) {
    reader.expect('"');
    var start = reader.position();
    var end = reader.limit();
    var plain = true;
    var at = start;
    while (at < end && in[at] != '"') {
      if (in[at] == '\\') {
        at = escape(reader, in, at);
        plain = false;
      } else if (in[at] >= 0x20) {
        at++;
      } else if (in[at] < 0) {
        plain = false;
        at++;
      } else {
        reader.advance(at);
        throw reader.malformed("no bare control character");
      }
    }
    reader.advance(at);
    reader.expect('"');
    if (!plain) {
      utf8(in, start, at);
    }
    return plain;
  }

  /** Moves over an object whose keys must ascend. */
  static void skipObject(CanonicalReader reader, byte[] in) {
    reader.beginObject();
    var lastStart = -1;
    var lastEnd = -1;
    var lastPlain = true;
    while (reader.peek() != '}') {
      reader.separate();
      var start = reader.position();
      var plain = skip(reader, in);
      var end = reader.position();
      if (lastStart >= 0 && compare(in, lastStart, lastEnd, start, end, plain && lastPlain) >= 0) {
        reader.advance(start);
        throw reader.malformed("a key after the one before it");
      }
      lastStart = start;
      lastEnd = end;
      lastPlain = plain;
      reader.expect(':');
      reader.skip();
    }
    reader.endObject();
  }

  /** What stands between the quotes at {@code [start, end)}, escapes resolved. */
  static String decode(byte[] in, int start, int end) {
    var text = utf8(in, start, end);
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      var escaped = text.charAt(++i);
      var shorthand = "btnfr".indexOf(escaped);
      if (escaped == 'u') {
        out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
        i += 4;
      } else {
        out.append(shorthand < 0 ? escaped : "\b\t\n\f\r".charAt(shorthand));
      }
    }
    return out.toString();
  }

  /** Both ranges hold quoted strings. */
  private static int compare(byte[] in, int aStart, int aEnd, int bStart, int bEnd, boolean plain) {
    if (!plain) {
      return decode(in, aStart + 1, aEnd - 1).compareTo(decode(in, bStart + 1, bEnd - 1));
    }
    var length = Math.min(aEnd - aStart, bEnd - bStart) - 1;
    for (var i = 1; i < length; i++) {
      if (in[aStart + i] != in[bStart + i]) {
        return in[aStart + i] - in[bStart + i];
      }
    }
    return (aEnd - aStart) - (bEnd - bStart);
  }

  /** The index after the escape at {@code at}; only the escapes that RFC 8785 writes are taken. */
  private static int escape(CanonicalReader reader, byte[] in, int at) {
    var next = at + 1 < reader.limit() ? in[at + 1] : -1;
    if (next > 0 && "\"\\btnfr".indexOf(next) >= 0) {
      return at + 2;
    }
    if (next == 'u' && at + 6 <= reader.limit() && in[at + 2] == '0' && in[at + 3] == '0') {
      var high = in[at + 4] - '0';
      var low = "0123456789abcdef".indexOf(in[at + 5]);
      var control = 16 * high + low;
      if ((high == 0 || high == 1) && low >= 0 && "\b\t\n\f\r".indexOf(control) < 0) {
        return at + 6;
      }
    }
    reader.advance(at);
    throw reader.malformed("a canonical escape");
  }

  private static String utf8(byte[] in, int start, int end) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in, start, end - start))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException(
          "not canonical JSON: the string at byte %d is not UTF-8".formatted(start), e);
    }
  }
}
