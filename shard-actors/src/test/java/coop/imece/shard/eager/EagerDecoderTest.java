package coop.imece.shard.eager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.model.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EagerDecoderTest {
  private static final Path MODELS = Path.of("src/test/resources/reference-models");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny-llama",
        "tiny-llama3",
        "tiny-qwen2",
        "tiny-mistral",
        "tiny-mistral-window",
        "tiny-mixtral"
      })
  void the_reference_models_logits_and_greedy_ids_are_reproduced(String name) throws Exception {
    var expected =
        new ObjectMapper().readTree(Files.readString(MODELS.resolve(name + "/expected.json")));
    var folder = ModelFolder.open(MODELS.resolve(name));
    try (var manager = NDManager.newBaseManager()) {
      var decoder = new EagerDecoder(folder.config(), FolderWeights.read(manager, folder));
      for (var reference : expected.get("cases")) {
        check(decoder, manager, reference);
      }
    }
  }

  /** One pass over prompt and expected answer: each id must be the best after those before it. */
  private static void check(EagerDecoder decoder, NDManager parent, JsonNode reference) {
    var prompt = ids(reference.get("prompt_ids"));
    var greedy = ids(reference.get("greedy_ids"));
    var all = Arrays.copyOf(prompt, prompt.length + greedy.length);
    System.arraycopy(greedy, 0, all, prompt.length, greedy.length);
    try (var manager = parent.newSubManager()) {
      var logits = decoder.logits(manager.create(new long[][] {all})).get(0); // (T, vocabulary)
      assertLogits(reference.get("logits_pos0"), logits.get(0));
      assertLogits(reference.get("logits_last_prompt"), logits.get(prompt.length - 1));
      assertLogits(reference.get("logits_last_step"), logits.get(all.length - 2));
      var best = logits.get(new NDIndex("{}:{}", prompt.length - 1, all.length - 1)).argMax(-1);
      assertArrayEquals(greedy, best.toLongArray());
    }
  }

  private static long[] ids(JsonNode array) {
    var ids = new long[array.size()];
    Arrays.setAll(ids, i -> array.get(i).asLong());
    return ids;
  }

  private static void assertLogits(JsonNode expected, NDArray actual) {
    var values = actual.toFloatArray();
    assertEquals(expected.size(), values.length);
    for (var i = 0; i < values.length; i++) {
      assertEquals(expected.get(i).asDouble(), values[i], 1e-3, "logit " + i);
    }
  }
}
