package coop.imece.shard.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.ModelShape;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelConfig.AttentionBias;
import coop.imece.model.ModelConfig.ExpertNames;
import coop.imece.model.RopeScaling;
import coop.imece.shard.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelTest {
  private static final ModelConfig EXPERTS =
      new ModelConfig(
          "qwen3_moe",
          new ModelShape(2, 32, 4, 2, 16, 24, 100, 0, 4, 2),
          1e-6,
          1e6,
          new RopeScaling.Llama3(8, 1, 4, 64),
          AttentionBias.NONE,
          true,
          true,
          true,
          ExpertNames.MLP,
          128,
          "bfloat16",
          OptionalInt.of(3),
          new TreeSet<>(Set.of(4, 5)));

  @TempDir Path folder;

  @Test
  void what_is_written_reads_back_as_the_same_config() {
    assertEquals(EXPERTS, RandomModel.write(folder, EXPERTS, 0.1, 1).config());
    var preset = ShapePreset.SMOLLM2_135M.config();
    assertEquals(List.of("llama", 30), List.of(preset.family(), preset.shape().layers()));
  }

  @Test
  void the_file_holds_every_tensor_of_the_model() {
    var model = RandomModel.write(folder, EXPERTS, 0.1, 1);
    var file = SafetensorsFile.open(model.weights().files().get(0));
    var tensors = ModelTensors.of(EXPERTS);
    assertEquals(
        tensors.stream().map(TensorShape::name).toList(), List.copyOf(file.tensors().keySet()));
    assertEquals(0, file.dataStart() % 8);
  }

  @Test
  void the_same_seed_gives_the_same_bytes() throws IOException {
    var one = RandomModel.write(folder.resolve("a"), EXPERTS, 0.1, 7).weights().files().get(0);
    var two = RandomModel.write(folder.resolve("b"), EXPERTS, 0.1, 7).weights().files().get(0);
    assertEquals(-1, Files.mismatch(one, two));
  }

  @Test
  void presets_are_named_as_on_the_command_line() {
    assertEquals(ShapePreset.TINYLLAMA_1_1B, ShapePreset.parse("tinyllama-1.1b"));
    assertEquals(
        "shape must be one of tiny, smollm2-135m, tinyllama-1.1b, llama3-8b, was 'gpt'",
        assertThrows(IllegalArgumentException.class, () -> ShapePreset.parse("gpt")).getMessage());
  }
}
