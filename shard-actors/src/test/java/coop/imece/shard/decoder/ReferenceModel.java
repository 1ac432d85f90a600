package coop.imece.shard.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** A tiny model whose logits and greedy continuations other implementations have computed. */
record ReferenceModel(ModelFolder folder, List<Case> cases) {
  record Case(
      String name,
      TokenIds prompt,
      TokenIds greedy,
      Logits firstPosition,
      Logits lastPrompt,
      Logits lastStep) {}

  static List<String> names() {
    return List.of(
        "tiny-llama",
        "tiny-llama3",
        "tiny-qwen2",
        "tiny-mistral",
        "tiny-mistral-window",
        "tiny-mixtral");
  }

  static ReferenceModel open(String name) {
    var path = Path.of("src/test/resources/reference-models", name);
    try {
      var expected = new ObjectMapper().readTree(path.resolve("expected.json").toFile());
      var cases =
          StreamSupport.stream(expected.get("cases").spliterator(), false)
              .map(
                  node ->
                      new Case(
                          node.path("case").asText("case"),
                          TokenIds.own(ints(node.get("prompt_ids"))),
                          TokenIds.own(ints(node.get("greedy_ids"))),
                          logits(node.get("logits_pos0")),
                          logits(node.get("logits_last_prompt")),
                          logits(node.get("logits_last_step"))))
              .toList();
      return new ReferenceModel(ModelFolder.open(path), cases);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  private static Logits logits(JsonNode array) {
    var scores = new float[array.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) array.get(i).asDouble();
    }
    return Logits.own(scores);
  }
}
