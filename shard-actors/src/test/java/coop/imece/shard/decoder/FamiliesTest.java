package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import coop.imece.core.LayerRange;
import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelConfig.AttentionBias;
import coop.imece.model.ModelConfig.ExpertNames;
import coop.imece.model.ModelFolder;
import coop.imece.model.RopeScaling;
import coop.imece.shard.eager.EagerDecoder;
import coop.imece.shard.eager.FolderWeights;
import coop.imece.shard.safetensors.SafetensorsFile;
import coop.imece.shard.weights.RandomModel;
import coop.imece.shard.weights.TensorNames;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Families without reference files, against the eager decoder and random weights. */
class FamiliesTest {
  private static final double TOLERANCE = 1e-3;
  private static final double DEVIATION = 0.15;

  @TempDir Path path;

  static Stream<ModelConfig> configs() {
    return Stream.of(
        config("qwen3", shape(0, 0, 0), AttentionBias.NONE, true, false),
        config("qwen3", shape(0, 0, 0), AttentionBias.QUERY_KEY_VALUE_OUTPUT, false, false),
        config("qwen3_moe", shape(0, 8, 3), AttentionBias.NONE, true, true),
        config("qwen3_moe", shape(0, 8, 3), AttentionBias.NONE, false, false),
        config("qwen3_moe", shape(0, 5, 1), AttentionBias.QUERY_KEY_VALUE_OUTPUT, true, true),
        config("llama", shape(0, 0, 0), AttentionBias.QUERY_KEY_VALUE_OUTPUT, true, false),
        config("mistral", shape(9, 0, 0), AttentionBias.NONE, false, false),
        config("mixtral", shape(11, 4, 2), AttentionBias.NONE, false, true));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void a_family_gives_the_eager_decoders_logits(ModelConfig config) {
    var folder = RandomModel.write(path, config, DEVIATION, 5);
    assertEquals(config, folder.config());
    var ids = new Random(6).ints(40, 0, config.shape().vocabulary()).toArray();
    var expected = eager(folder, ids);
    try (var pipeline =
            new LocalPipeline(
                folder, LayerRange.split(config.shape().layers(), 2), Precision.FP32);
        var session = pipeline.open()) {
      for (int at = 0, end = 17; at < ids.length; at = end, end++) {
        var logits = pipeline.forward(session, TokenIds.of(Arrays.copyOfRange(ids, at, end)));
        var distance = LocalPipeline.distance(expected[end - 1], logits);
        assertTrue(distance < TOLERANCE, "position %d differs by %s".formatted(end - 1, distance));
      }
    }
  }

  @Test
  void only_the_chosen_experts_weights_are_read() throws IOException {
    var shape = new ModelShape(1, 32, 4, 2, 8, 24, 50, 0, 8, 3);
    var config = config("qwen3_moe", shape, AttentionBias.NONE, false, true);
    var chosen = 0;
    var expected = eager(RandomModel.write(path, config, DEVIATION, 5), 7)[0];
    for (int expert = 0; expert < 8; expert++) {
      var folder = RandomModel.write(path.resolve("" + expert), config, DEVIATION, 5);
      spoil(folder, new TensorNames(config).down(0, expert));
      try (var pipeline = LocalPipeline.whole(folder, Precision.FP32);
          var session = pipeline.open()) {
        var logits = pipeline.forward(session, TokenIds.of(7));
        if (Float.isNaN(logits.get(0))) {
          chosen++;
        } else {
          assertTrue(LocalPipeline.distance(expected, logits) < TOLERANCE);
        }
      }
    }
    assertEquals(3, chosen);
  }

  /** Makes every element of a tensor a NaN. */
  private static void spoil(ModelFolder folder, String tensor) throws IOException {
    var file = SafetensorsFile.open(folder.weights().fileOf(tensor));
    var info = file.tensors().get(tensor);
    try (var bytes = new RandomAccessFile(file.path().toFile(), "rw")) {
      bytes.seek(file.dataStart() + info.start());
      var nans = new byte[(int) info.bytes()];
      Arrays.fill(nans, (byte) 0xFF);
      bytes.write(nans);
    }
  }

  private static Logits[] eager(ModelFolder folder, int... ids) {
    try (var manager = NDManager.newBaseManager()) {
      var decoder = new EagerDecoder(folder.config(), FolderWeights.read(manager, folder));
      var input = manager.create(new long[][] {Arrays.stream(ids).asLongStream().toArray()});
      var logits = decoder.logits(input).get(0);
      return Stream.iterate(0, i -> i < ids.length, i -> i + 1)
          .map(i -> Logits.own(logits.get(i).toFloatArray()))
          .toArray(Logits[]::new);
    }
  }

  private static ModelShape shape(int window, int experts, int perToken) {
    return new ModelShape(3, 48, 6, 2, 16, 40, 120, window, experts, perToken);
  }

  private static ModelConfig config(
      String family, ModelShape shape, AttentionBias bias, boolean tied, boolean normalized) {
    var mixtral = family.equals("mixtral");
    var experts = mixtral ? ExpertNames.BLOCK_SPARSE_MOE : ExpertNames.MLP;
    return new ModelConfig(
        family,
        shape,
        1e-6,
        1e6,
        shape.experts() == 0 ? new RopeScaling.Linear(2) : new RopeScaling.Default(),
        bias,
        family.startsWith("qwen3"),
        tied,
        normalized,
        shape.experts() == 0 ? ExpertNames.NONE : experts,
        512,
        "bfloat16",
        OptionalInt.empty(),
        new TreeSet<>());
  }
}
