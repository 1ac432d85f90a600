package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceModelsTest {
  private static final double FP32_TOLERANCE = 1e-3;

  /** The references' weights are exact in bf16; the residual stream's 8 bits are not. */
  private static final double BF16_TOLERANCE = 0.15;

  static List<String> names() {
    return ReferenceModel.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void one_slice_gives_the_reference_values(String name) {
    check(name, List.of(new LayerRange(0, 4)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void two_slices_give_the_reference_values(String name) {
    check(name, LayerRange.split(4, 2));
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_slice_per_layer_gives_the_reference_values(String name) {
    check(name, LayerRange.split(4, 4));
  }

  @ParameterizedTest
  @MethodSource("names")
  void slices_of_uneven_length_give_the_reference_values(String name) {
    check(name, List.of(new LayerRange(0, 1), new LayerRange(1, 4)));
    check(name, LayerRange.split(4, 3));
  }

  @ParameterizedTest
  @MethodSource("names")
  void bf16_stays_near_the_reference_values(String name) {
    var model = ReferenceModel.open(name);
    try (var pipeline = new LocalPipeline(model.folder(), LayerRange.split(4, 2), Precision.BF16)) {
      for (var expected : model.cases()) {
        var logits = pipeline.greedy(expected.prompt(), 1).lastPrompt();
        near(name + " " + expected.name(), expected.lastPrompt(), logits, BF16_TOLERANCE);
      }
    }
  }

  private static void check(String name, List<LayerRange> split) {
    var model = ReferenceModel.open(name);
    try (var pipeline = new LocalPipeline(model.folder(), split, Precision.FP32)) {
      for (var expected : model.cases()) {
        var what = name + " " + expected.name();
        var whole = pipeline.greedy(expected.prompt(), expected.greedy().size());
        assertEquals(expected.greedy(), whole.ids(), what);
        near(what, expected.lastPrompt(), whole.lastPrompt(), FP32_TOLERANCE);
        near(what, expected.lastStep(), whole.lastStep(), FP32_TOLERANCE);
        var first = pipeline.greedy(expected.prompt().slice(0, 1), 1).lastPrompt();
        near(what, expected.firstPosition(), first, FP32_TOLERANCE);
      }
    }
  }

  private static void near(String what, Logits expected, Logits actual, double tolerance) {
    assertEquals(expected.vocabulary(), actual.vocabulary(), what);
    var distance = LocalPipeline.distance(expected, actual);
    assertTrue(distance <= tolerance, () -> "%s: logits differ by %s".formatted(what, distance));
  }
}
