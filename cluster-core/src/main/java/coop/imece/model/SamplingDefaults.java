package coop.imece.model;

import com.fasterxml.jackson.databind.JsonNode;
import coop.imece.stage.SamplingParameters;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a model wants to be sampled when a request says nothing: {@code generation_config.json}. A
 * folder without one is sampled at temperature 1, as OpenAI's clients expect.
 */
public final class SamplingDefaults {
  private static final SamplingParameters PLAIN = new SamplingParameters(1, 1, 0, 0, 1, 0, 0);

  private SamplingDefaults() {}

  /**
   * @throws ModelFolderException when the file is malformed or a value is out of its range
   */
  public static SamplingParameters of(Path folder) {
    var file = folder.resolve("generation_config.json");
    if (!Files.isRegularFile(file)) {
      return PLAIN;
    }
    try {
      return read(JsonFile.object(file));
    } catch (IllegalArgumentException e) {
      throw new ModelFolderException("%s: %s".formatted(file, e.getMessage()));
    }
  }

  private static SamplingParameters read(JsonNode json) {
    if (json.has("do_sample") && !json.get("do_sample").asBoolean()) {
      return SamplingParameters.greedy();
    }
    return new SamplingParameters(
        json.path("temperature").asDouble(1),
        json.path("top_p").asDouble(1),
        json.path("top_k").asInt(0),
        0,
        json.path("repetition_penalty").asDouble(1),
        0,
        0);
  }
}
