package coop.imece.gateway.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import coop.imece.core.TokenIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * A tokenizer of the Hugging Face library, with nothing cut off, filled up or fetched. It holds
 * native memory until it is closed. Threads may use it at once: the library only reads it.
 */
final class Encoder implements AutoCloseable {
  static {
    // Before the library's first call: else it looks for the address of a cloud machine.
    System.setProperty("ai.djl.offline", "true");
  }

  private static final Map<String, String> AS_IT_IS =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private final HuggingFaceTokenizer tokenizer;

  private Encoder(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** From the content of a {@code tokenizer.json}. */
  static Encoder of(String tokenizerJson) throws IOException {
    var bytes = tokenizerJson.getBytes(StandardCharsets.UTF_8);
    return new Encoder(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), AS_IT_IS));
  }

  /** The ids; those that the model's post-processor adds around a text only if asked for. */
  TokenIds encode(String text, boolean withAdded) {
    // The library's own encode() also copies the text, span and mask of every token, which costs
    // several times the tokenizing and hundreds of bytes per token.
    var library = TokenizersLibrary.LIB;
    var encoding = library.encode(tokenizer.getHandle(), wellFormed(text), withAdded);
    try {
      var ids = library.getTokenIds(encoding);
      return TokenIds.own(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray());
    } finally {
      library.deleteEncoding(encoding);
    }
  }

  /** Special tokens are left out. */
  String decode(int[] ids) {
    return ids.length == 0
        ? ""
        : tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
  }

  /** Half of a surrogate pair has no UTF-8 form and becomes U+FFFD. */
  private static String wellFormed(String text) {
    if (StandardCharsets.UTF_16BE.newEncoder().canEncode(text)) {
      return text;
    }
    var points = text.codePoints().map(p -> p >= 0xD800 && p <= 0xDFFF ? 0xFFFD : p).toArray();
    return new String(points, 0, points.length);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
