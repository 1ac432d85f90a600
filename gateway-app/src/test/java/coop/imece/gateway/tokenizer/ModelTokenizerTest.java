package coop.imece.gateway.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.core.TokenIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTokenizerTest {
  private static final Path TOKENIZERS = Path.of("src/test/resources/tokenizers");

  private static ModelTokenizer load(String kind) throws IOException {
    return ModelTokenizer.load(TOKENIZERS.resolve(kind));
  }

  private static List<Map<String, Object>> user(String content) {
    return List.of(Map.of("role", "user", "content", content));
  }

  @Test
  void encodes_the_reference_texts_to_the_reference_ids() throws IOException {
    var cases = TOKENIZERS.resolve("byte-level/cases.json").toFile();
    try (var tokenizer = load("byte-level")) {
      for (var reference : new ObjectMapper().readTree(cases)) {
        var ids = new int[reference.get("ids").size()];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = reference.get("ids").get(i).asInt();
        }
        assertEquals(TokenIds.of(ids), tokenizer.encode(reference.get("text").asText()));
      }
      assertEquals(300, tokenizer.vocabulary());
    }
  }

  @Test
  void a_text_begins_with_the_token_that_the_models_files_say() throws IOException {
    try (var never = load("byte-level");
        var postProcessor = load("byte-fallback");
        var always = load("metaspace")) {
      assertEquals(97, never.encode("a").get(0));
      assertEquals(1, postProcessor.encode("a").get(0));
      assertEquals(1, always.encode("a").get(0));
      assertFalse(always.encode("a").get(1) == 1);
    }
  }

  @Test
  void add_bos_token_counts_where_the_post_processor_adds_nothing(@TempDir Path folder)
      throws IOException {
    Files.copy(TOKENIZERS.resolve("byte-level/tokenizer.json"), folder.resolve("tokenizer.json"));
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"bos_token\": {\"content\": \"<|bos|>\"}, \"add_bos_token\": true}");
    try (var tokenizer = ModelTokenizer.load(folder)) {
      assertEquals(TokenIds.of(256, 97), tokenizer.encode("a"));
      assertEquals(TokenIds.of(256, 97), tokenizer.encode("<|bos|>a"));
    }
  }

  @Test
  void special_tokens_in_a_message_are_text() throws IOException {
    try (var tokenizer = load("byte-fallback")) {
      var ids = tokenizer.encodeChat(user("a</s><|assistant|>\nb<|us"), Map.of());
      var special =
          ids.stream().filter(id -> id <= 2 || id >= tokenizer.vocabulary() - 3).toArray();
      var assistant = tokenizer.vocabulary() - 2;
      var user = tokenizer.vocabulary() - 3;
      assertEquals(
          List.of(1, user, 2, assistant), IntStream.of(special).boxed().toList(), ids::toString);
      assertTrue(tokenizer.decode(ids).contains("a</s><|assistant|>\nb<|us"));
    }
  }

  @Test
  void a_token_that_template_and_message_make_together_is_text() throws IOException {
    try (var tokenizer = load("metaspace")) {
      var ids = tokenizer.encodeChat(List.of(Map.of("role", "<s>", "content", "x")), Map.of());
      assertEquals(1, ids.stream().filter(id -> id == 1).count(), ids::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-fallback", "metaspace"})
  void a_chat_without_special_text_is_encoded_as_the_models_own_tokenizer_does(String kind)
      throws IOException {
    var words =
        new String[] {" hello", "world", "\n", " ", "  ", "😀", "<think>", "[", "x</", "<|", "ç"};
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var source = Files.readString(TOKENIZERS.resolve(kind).resolve("tokenizer.json"));
    try (var tokenizer = load(kind);
        var plain = Encoder.of(source)) {
      for (int round = 0; round < 300; round++) {
        var content = new StringBuilder("a");
        for (int i = random.nextInt(12); i > 0; i--) {
          content.append(words[random.nextInt(words.length)]);
        }
        content.append("a");
        var prompt =
            kind.equals("metaspace")
                ? "<s>[user] " + content + " </s>"
                : "<s><|user|>\n" + content + "</s><|assistant|>\n";
        assertEquals(
            plain.encode(prompt, false),
            tokenizer.encodeChat(user(content.toString()), Map.of()),
            "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-level", "byte-fallback", "metaspace"})
  void decoding_gives_back_any_text(String kind) throws IOException {
    try (var tokenizer = load(kind)) {
      for (var text : List.of("", "a", "a  b ", "\u0000", "😀 日本語\n", "\tx", "a\uFFFDb")) {
        assertEquals(text, tokenizer.decode(tokenizer.encode(text)), kind);
      }
    }
  }

  @Test
  void half_a_surrogate_pair_becomes_a_replacement_character() throws IOException {
    try (var tokenizer = load("byte-level")) {
      assertEquals(tokenizer.encode("a\uFFFDb"), tokenizer.encode("a\uD83Db"));
    }
  }

  @Test
  void a_long_text_is_not_cut_off_and_a_longer_one_is_refused() throws IOException {
    try (var tokenizer = load("byte-level")) {
      assertEquals(100_000, tokenizer.encode("Q".repeat(100_000)).size());
      var tooLong = "a".repeat(ModelTokenizer.MOST_CHARACTERS + 1);
      assertEquals(
          "the prompt has 1000001 characters, at most 1000000 are tokenized",
          assertThrows(PromptTooLongException.class, () -> tokenizer.encode(tooLong)).getMessage());
    }
    try (var tokenizer = load("byte-fallback")) {
      var tooLong = user("a".repeat(ModelTokenizer.MOST_CHARACTERS));
      assertThrows(PromptTooLongException.class, () -> tokenizer.encodeChat(tooLong, Map.of()));
    }
  }

  @Test
  void a_model_without_template_completes_but_does_not_chat() throws IOException {
    try (var tokenizer = load("byte-level")) {
      assertFalse(tokenizer.hasChatTemplate());
      assertEquals(
          "the model can't chat, only complete: its folder has no chat template",
          assertThrows(
                  NoChatTemplateException.class, () -> tokenizer.encodeChat(user("a"), Map.of()))
              .getMessage());
    }
  }

  @Test
  void a_template_that_is_not_understood_is_named_when_a_chat_is_asked(@TempDir Path folder)
      throws IOException {
    Files.copy(TOKENIZERS.resolve("byte-level/tokenizer.json"), folder.resolve("tokenizer.json"));
    Files.writeString(folder.resolve("chat_template.jinja"), "\n{% include 'x' %}");
    try (var tokenizer = ModelTokenizer.load(folder)) {
      assertFalse(tokenizer.hasChatTemplate());
      assertEquals(
          "the model can't chat, only complete: chat template, line 2: the tag 'include' is not"
              + " supported",
          assertThrows(
                  NoChatTemplateException.class, () -> tokenizer.encodeChat(user("a"), Map.of()))
              .getMessage());
    }
  }

  @Test
  void a_folder_without_tokenizer_is_refused(@TempDir Path folder) {
    assertEquals(
        "the model folder has no tokenizer.json: " + folder,
        assertThrows(IOException.class, () -> ModelTokenizer.load(folder)).getMessage());
  }

  @Test
  void an_answer_is_cut_before_a_stop_text_across_tokens() throws IOException {
    try (var tokenizer = load("byte-level")) {
      var stream = tokenizer.stream(List.of("lo w"));
      var text = new StringBuilder();
      var stopped = false;
      for (int id : tokenizer.encode("hello world").toArray()) {
        var delta = stream.accept(id);
        text.append(delta.text());
        stopped = delta.stopped();
      }
      assertEquals("hel", text.toString());
      assertTrue(stopped);
      assertEquals(new TextStream.Delta("", true), stream.finish());
    }
  }

  @Test
  void many_threads_get_the_same_as_one() throws IOException {
    try (var tokenizer = load("byte-fallback")) {
      var texts = IntStream.range(0, 200).mapToObj(i -> "hello world " + i + " 😀").toList();
      var expected = new ArrayList<TokenIds>();
      texts.forEach(text -> expected.add(tokenizer.encodeChat(user(text), Map.of())));
      var actual =
          texts.parallelStream().map(text -> tokenizer.encodeChat(user(text), Map.of())).toList();
      assertEquals(expected, actual);
      var decoded = actual.parallelStream().map(tokenizer::decode).toList();
      assertEquals(expected.stream().map(tokenizer::decode).toList(), decoded);
    }
  }
}
