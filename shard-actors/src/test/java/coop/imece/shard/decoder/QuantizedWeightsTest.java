package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.shard.eager.EagerDecoder;
import coop.imece.shard.eager.FolderWeights;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The eager decoder, given weights that were rounded here by a format's definition, must agree with
 * the slice that reads them packed: what is left is the rounding of activations.
 */
class QuantizedWeightsTest {
  private static final Map<String, String> NORMS =
      Map.of(
          "q_proj", "input_layernorm",
          "k_proj", "input_layernorm",
          "v_proj", "input_layernorm",
          "gate_proj", "post_attention_layernorm",
          "up_proj", "post_attention_layernorm");

  @TempDir static Path packed;

  @ParameterizedTest
  @ValueSource(strings = {"tiny-llama", "tiny-qwen2", "tiny-mistral"})
  void int8_is_127_steps_each_side_for_each_output(String name) {
    check(name, Precision.INT8, QuantizedWeightsTest::int8, 0.9985);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-llama", "tiny-qwen2", "tiny-mistral"})
  void int4_is_16_steps_over_the_range_of_each_32_inputs(String name) {
    check(name, Precision.INT4, QuantizedWeightsTest::int4, 0.98);
  }

  private static void check(
      String name, Precision precision, Function<float[], float[]> rounded, double nearness) {
    var model = ReferenceModel.open(name);
    var prompt = model.cases().get(0).prompt();
    try (var manager = NDManager.newBaseManager();
        var pipeline =
            new LocalPipeline(model.folder(), LayerRange.split(4, 1), precision, packed)) {
      var weights = rounded(manager, model.folder(), rounded);
      var ids = manager.create(new long[][] {prompt.stream().asLongStream().toArray()});
      var logits = new EagerDecoder(model.folder().config(), weights).logits(ids).get(0);
      var expected = Logits.own(logits.get(prompt.size() - 1).toFloatArray());
      var cosine = QuantizedTest.cosine(expected, pipeline.greedy(prompt, 1).lastPrompt());
      assertTrue(cosine > nearness, "%s %s: cosine %s".formatted(name, precision, cosine));
    }
  }

  /** Each product's weights times its norm's are rounded, row by row, then divided again. */
  private static Function<String, NDArray> rounded(
      NDManager manager, ModelFolder folder, Function<float[], float[]> rounding) {
    var exact = FolderWeights.read(manager, folder);
    return name -> {
      var weight = exact.apply(name);
      var product = name.startsWith("model.layers.") && name.contains("_proj.weight");
      if (!product && !name.equals("lm_head.weight")) {
        return weight;
      }
      var norm = norm(exact, name, weight.getShape().get(1), manager);
      var columns = (int) weight.getShape().get(1);
      var values = weight.mul(norm).toFloatArray();
      for (int start = 0; start < values.length; start += columns) {
        var row = Arrays.copyOfRange(values, start, start + columns);
        System.arraycopy(rounding.apply(row), 0, values, start, columns);
      }
      return manager.create(FloatBuffer.wrap(values), weight.getShape()).div(norm);
    };
  }

  private static NDArray norm(
      Function<String, NDArray> exact, String name, long columns, NDManager manager) {
    if (name.equals("lm_head.weight")) {
      return exact.apply("model.norm.weight");
    }
    var parts = name.split("\\.");
    var norm = NORMS.get(parts[4]);
    return norm == null
        ? manager.ones(new Shape(columns))
        : exact.apply("model.layers.%s.%s.weight".formatted(parts[2], norm));
  }

  private static float[] int8(float[] row) {
    var largest = 0f;
    for (var value : row) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < row.length; i++) {
      row[i] = Math.round(row[i] / (largest / 127)) * (largest / 127);
    }
    return row;
  }

  private static float bf16(float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) + 0x8000 & 0xFFFF0000);
  }

  private static float[] int4(float[] row) {
    for (int start = 0; start < row.length; start += 32) {
      var low = Float.MAX_VALUE;
      var high = -Float.MAX_VALUE;
      for (int i = start; i < start + 32; i++) {
        low = Math.min(low, row[i]);
        high = Math.max(high, row[i]);
      }
      var step = bf16((high - low) / 15);
      var middle = bf16(low + 8 * step);
      for (int i = start; i < start + 32; i++) {
        var steps = Math.max(-8, Math.min(7, Math.round((row[i] - middle) / step)));
        row[i] = middle + steps * step;
      }
    }
    return row;
  }
}
