package coop.imece.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import coop.imece.core.Precision;
import coop.imece.log.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelManifestTest {
  private static final String CONFIG =
      """
      {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 8,
       "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
       "num_key_value_heads": 1, "vocab_size": 32, "max_position_embeddings": 64,
       "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "torch_dtype": "float32", "hidden_act": "silu",
       "bos_token_id": 1, "eos_token_id": [2, 3], "tie_word_embeddings": true}
      """;

  @TempDir Path folder;

  @Test
  void a_manifest_names_the_shape_the_precision_and_every_file_by_its_hash() throws IOException {
    var weights = "weights".getBytes(StandardCharsets.UTF_8);
    var manifest = ModelManifest.of(model(weights), Precision.INT8);
    var expected =
        "{\"end_ids\":[2,3],\"files\":{\"config.json\":\"%s\",\"model.safetensors\":\"%s\"},"
                .formatted(
                    Hash.sha256(CONFIG.getBytes(StandardCharsets.UTF_8)), Hash.sha256(weights))
            + "\"name\":\"tiny\",\"precision\":\"int8\",\"shape\":{\"experts\":0,"
            + "\"experts_per_token\":0,\"feed_forward\":16,\"head_size\":4,\"heads\":2,\"hidden\":8,"
            + "\"kv_heads\":1,\"layers\":2,\"vocabulary\":32,\"window\":0}}";
    assertEquals(expected, new String(manifest.canonical(), StandardCharsets.UTF_8));
    assertEquals(Hash.sha256(expected.getBytes(StandardCharsets.UTF_8)), manifest.id());
  }

  @Test
  void another_byte_or_another_precision_is_another_model() throws IOException {
    var manifest = ModelManifest.of(model(new byte[] {1, 2, 3}), Precision.INT8);
    assertNotEquals(
        manifest.id(), ModelManifest.of(model(new byte[] {1, 2, 3}), Precision.BF16).id());
    assertNotEquals(
        manifest.id(), ModelManifest.of(model(new byte[] {1, 2, 4}), Precision.INT8).id());
    assertEquals(manifest.id(), ModelManifest.of(model(new byte[] {1, 2, 3}), Precision.INT8).id());
  }

  private ModelFolder model(byte[] weights) throws IOException {
    var model = Files.createDirectories(folder.resolve("tiny"));
    Files.writeString(model.resolve("config.json"), CONFIG);
    Files.write(model.resolve("model.safetensors"), weights);
    return ModelFolder.open(model);
  }
}
