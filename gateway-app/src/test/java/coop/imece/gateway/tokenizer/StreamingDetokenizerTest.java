package coop.imece.gateway.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingDetokenizerTest {
  private static final String[] WORDS = {
    "hello",
    " world",
    "  two spaces",
    "\n",
    "çok",
    "naïve",
    " 日本語",
    "😀",
    "👨‍👩‍👧",
    "the cat.",
    " ",
    "\t",
    "<0x41>",
    "�",
    "ﬁ",
    "▁",
    "e\u0301",
    "a"
  };

  private static String source(String kind) throws IOException {
    return Files.readString(Path.of("src/test/resources/tokenizers", kind, "tokenizer.json"));
  }

  private static Vocabulary vocabulary(String source) throws IOException {
    return Vocabulary.of(new ObjectMapper().readTree(source));
  }

  private static String randomText(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-level", "byte-fallback", "metaspace"})
  void token_by_token_gives_the_text_of_the_whole(String kind) throws IOException {
    var source = source(kind);
    var vocabulary = vocabulary(source);
    var seed = new Random().nextLong();
    var random = new Random(seed);
    try (var encoder = Encoder.of(source)) {
      for (int round = 0; round < 300; round++) {
        var ids = encoder.encode(randomText(random), true).toArray();
        var detokenizer = new StreamingDetokenizer(vocabulary, encoder::decode);
        var text = new StringBuilder();
        for (int id : ids) {
          text.append(detokenizer.accept(id));
        }
        text.append(detokenizer.finish());
        assertEquals(encoder.decode(ids), text.toString(), kind + " seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-level", "byte-fallback", "metaspace"})
  void what_was_given_is_the_beginning_of_what_follows_and_never_half_a_character(String kind)
      throws IOException {
    var source = source(kind);
    var vocabulary = vocabulary(source);
    var seed = new Random().nextLong();
    var random = new Random(seed);
    try (var encoder = Encoder.of(source)) {
      for (int round = 0; round < 100; round++) {
        var ids = encoder.encode(randomText(random).replace("�", ""), false).toArray();
        var whole = encoder.decode(ids);
        var detokenizer = new StreamingDetokenizer(vocabulary, encoder::decode);
        var text = new StringBuilder();
        for (int id : ids) {
          var piece = detokenizer.accept(id);
          text.append(piece);
          assertFalse(piece.contains("�"), kind + " seed " + seed);
          assertTrue(whole.startsWith(text.toString()), kind + " seed " + seed);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-level"})
  void any_bytes_give_the_text_of_the_whole(String kind) throws IOException {
    var source = source(kind);
    var vocabulary = vocabulary(source);
    var seed = new Random().nextLong();
    var random = new Random(seed);
    try (var encoder = Encoder.of(source)) {
      for (int round = 0; round < 300; round++) {
        var ids = random.ints(random.nextInt(60), 0, vocabulary.size()).toArray();
        var detokenizer = new StreamingDetokenizer(vocabulary, encoder::decode);
        var text = new StringBuilder();
        IntStream.of(ids).forEach(id -> text.append(detokenizer.accept(id)));
        text.append(detokenizer.finish());
        assertEquals(encoder.decode(ids), text.toString(), "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-fallback", "metaspace"})
  void byte_tokens_that_are_no_utf8_become_replacement_characters_as_java_has_them(String kind)
      throws IOException {
    var source = source(kind);
    var vocabulary = vocabulary(source);
    var seed = new Random().nextLong();
    var random = new Random(seed);
    try (var encoder = Encoder.of(source)) {
      var a = encoder.encode("a", false).toArray();
      for (int round = 0; round < 300; round++) {
        var bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        var detokenizer = new StreamingDetokenizer(vocabulary, encoder::decode);
        var text = new StringBuilder();
        for (byte b : bytes) {
          text.append(detokenizer.accept(3 + (b & 0xff)));
        }
        for (int id : a) {
          text.append(detokenizer.accept(id));
        }
        text.append(detokenizer.finish());
        var expected = new String(bytes, StandardCharsets.UTF_8);
        var tail = bytes.length == 0 ? "a" : " a";
        assertEquals(expected + tail, text.toString(), kind + " seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-level", "byte-fallback"})
  void a_token_costs_the_same_wherever_it_stands(String kind) throws IOException {
    var source = source(kind);
    var vocabulary = vocabulary(source);
    try (var encoder = Encoder.of(source)) {
      var decoded = new AtomicInteger();
      var detokenizer =
          new StreamingDetokenizer(
              vocabulary,
              ids -> {
                decoded.addAndGet(ids.length);
                return encoder.decode(ids);
              });
      var tokens = 20_000;
      for (int i = 0; i < tokens; i++) {
        detokenizer.accept(200);
      }
      assertTrue(decoded.get() < tokens * 20, decoded + " ids decoded for " + tokens);
    }
  }
}
