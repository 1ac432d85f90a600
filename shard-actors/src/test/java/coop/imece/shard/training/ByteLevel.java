package coop.imece.shard.training;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The byte-level alphabet and the word borders of GPT-2 (Radford et al. 2019), which Hugging Face's
 * {@code ByteLevel} pre-tokenizer applies.
 */
final class ByteLevel {
  private static final Pattern WORD =
      Pattern.compile(
          "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final char[] CHAR_OF_BYTE = alphabet();

  private ByteLevel() {}

  /** The 256 characters that stand for the bytes, in byte order. */
  static List<String> characters() {
    var characters = new ArrayList<String>(256);
    for (var c : CHAR_OF_BYTE) {
      characters.add(String.valueOf(c));
    }
    return characters;
  }

  /** Words with their leading space, each spelled in the byte alphabet. */
  static List<String> words(String text) {
    var words = new ArrayList<String>();
    var matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(spelled(matcher.group()));
    }
    return words;
  }

  private static String spelled(String word) {
    var bytes = word.getBytes(StandardCharsets.UTF_8);
    var spelled = new StringBuilder(bytes.length);
    for (var b : bytes) {
      spelled.append(CHAR_OF_BYTE[b & 0xff]);
    }
    return spelled.toString();
  }

  /** Printable Latin-1 bytes stand for themselves, the others for characters from 256 on. */
  private static char[] alphabet() {
    var chars = new char[256];
    var next = 256;
    for (var b = 0; b < 256; b++) {
      var printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b != 0xad);
      chars[b] = (char) (printable ? b : next++);
    }
    return chars;
  }
}
