package coop.imece.shard.training;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the committed model must know. */
class EmbeddedModelTest {
  private static final long MAX_FOLDER_BYTES = 4_000_000;
  private static final int LONGEST_ANSWER = 160;
  private static final double MIN_RIGHT_SHARE = 0.9;

  /** Fact, and what a newcomer may well type first. */
  private static final Map<String, List<String>> OBVIOUS =
      Map.of(
          "what-is-imece",
          List.of("What is imece?", "what is imece", "What's imece?", "tell me about imece"),
          "earn",
          List.of("How do I earn?", "how do i earn gft", "How can I earn GFT?", "how to earn"),
          "gft",
          List.of("What is a GFT?", "what is gft", "What does GFT mean?", "what's a gft"),
          "join",
          List.of("How do I join?", "how do i join", "How can I join imece?", "how to join"),
          "start",
          List.of("How do I start?", "how do I start imece", "How do I run it?"),
          "hello",
          List.of("Hello", "hello!", "hi", "Hi there!"),
          "who-are-you",
          List.of("Who are you?", "what are you", "Which model are you?"));

  @TempDir static Path packedWeights;

  private static ModelFolder folder;
  private static EmbeddedModel model;

  @BeforeAll
  static void open() throws IOException {
    folder = ModelFolder.open(EmbeddedModel.FOLDER);
    model = EmbeddedModel.open(EmbeddedModel.FOLDER);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"BF16", "INT8"})
  void nine_of_ten_held_out_questions_are_answered_as_served(Precision precision) {
    var asked = HeldOut.load();
    var prompts = asked.stream().map(held -> model.ids(EmbeddedModel.prompt(held.question())));
    try (var served = new ServedAnswers(folder, 2, precision, packedWeights)) {
      var answers =
          served.continuations(prompts.toList(), LONGEST_ANSWER).stream().map(model::text).toList();
      var wrong = EvaluateEmbeddedModel.wrong(asked, answers);
      assertTrue(asked.size() >= 200);
      assertTrue(
          wrong.size() <= (1 - MIN_RIGHT_SHARE) * asked.size(),
          () -> "%d of %d:%n%s".formatted(wrong.size(), asked.size(), String.join("\n", wrong)));
    }
  }

  @Test
  void the_first_questions_of_a_newcomer_are_answered_right() {
    var facts = CorpusFiles.facts().stream().collect(Collectors.toMap(Fact::id, fact -> fact));
    var questions = new ArrayList<String>();
    var guesses = new ArrayList<String>();
    OBVIOUS.forEach(
        (id, wordings) ->
            wordings.forEach(
                wording -> {
                  questions.add(wording);
                  guesses.add(facts.get(id).answer());
                }));
    assertEquals(guesses, model.answers(questions, guesses));
  }

  @Test
  void what_it_cannot_know_it_says_it_does_not_know() {
    var questions =
        List.of(
            "What is the capital of Portugal?", "who was Marie Antoinette", "What is 17 times 23?");
    var offTopic = CorpusFiles.offTopic();
    var guesses = questions.stream().map(question -> offTopic.answer()).toList();
    assertEquals(guesses, model.answers(questions, guesses));
  }

  @Test
  void a_story_is_about_whom_it_was_asked_for() {
    var story = model.answer("Tell me a story about a cat");
    assertAll(
        () -> assertTrue(story.contains(" cat "), story),
        () -> assertTrue(story.matches("(?s).*[.!?]\"?"), story),
        () -> assertTrue(story.split("[.!?] ").length >= 4, story));
  }

  @Test
  void the_last_question_of_a_conversation_is_answered() {
    var facts = CorpusFiles.facts().stream().collect(Collectors.toMap(Fact::id, fact -> fact));
    var conversation =
        EmbeddedModel.prompt("What is a slice?")
            + facts.get("slice").answer()
            + ChatFormat.END
            + ChatFormat.USER
            + "And what is a GFT?"
            + ChatFormat.END
            + ChatFormat.ASSISTANT;
    assertEquals(facts.get("gft").answer(), model.continuation(conversation));
  }

  @Test
  void quantized_weights_are_hardly_more_surprised_by_held_out_text() {
    var bf16 = perplexity(Precision.BF16);
    var int8 = perplexity(Precision.INT8);
    var int4 = perplexity(Precision.INT4);
    var found = "perplexity: bf16 %.4f, int8 %.4f, int4 %.4f".formatted(bf16, int8, int4);
    assertTrue(bf16 > 1 && bf16 < 1.6, found);
    assertTrue(int8 <= 1.01 * bf16, found);
    assertTrue(int4 <= 1.06 * bf16, found);
  }

  @Test
  void the_folder_is_small_and_its_config_is_that_of_its_trainer() throws IOException {
    assertEquals("llama", folder.config().family());
    assertEquals("bfloat16", folder.config().storedType());
    assertEquals(EmbeddedShape.SHAPE, folder.config().shape());
    try (var files = Files.list(EmbeddedModel.FOLDER)) {
      var bytes = files.mapToLong(file -> file.toFile().length()).sum();
      assertTrue(bytes <= MAX_FOLDER_BYTES, () -> "bytes: " + bytes);
    }
  }

  private static double perplexity(Precision precision) {
    var texts = HeldOutText.texts(model);
    try (var served = new ServedAnswers(folder, 1, precision, packedWeights)) {
      var ids = texts.stream().map(TrainingText::tokenIds).toList();
      return Perplexity.of(texts, served.logits(ids));
    }
  }
}
