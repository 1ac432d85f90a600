package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.HiddenStates.Element;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.LocalPipeline.Part;
import coop.imece.shard.decoder.ReferenceModel.Case;
import coop.imece.shard.engine.ComputeDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The way of a graphics card, computed by the processor: {@code cpu:0} is another device than
 * {@code cpu} to PyTorch, so that every tensor is copied to it.
 */
class OtherDeviceTest {
  private static final ComputeDevice WITH_BF16 = new ComputeDevice("cpu:0", true);
  private static final ComputeDevice WITHOUT_BF16 = new ComputeDevice("cpu:0", false);

  /** How far logits may be from the references' values, which are about 2 large. */
  static Stream<Arguments> devices() {
    return ReferenceModel.names().stream()
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, Precision.FP32, WITH_BF16, 1e-3),
                    Arguments.of(name, Precision.BF16, WITH_BF16, 0.15),
                    Arguments.of(name, Precision.BF16, WITHOUT_BF16, 0.15)));
  }

  @ParameterizedTest
  @MethodSource("devices")
  void two_slices_give_the_reference_values(
      String name, Precision precision, ComputeDevice device, double tolerance) {
    var model = ReferenceModel.open(name);
    try (var pipeline = pipeline(model, LayerRange.split(4, 2), precision, device)) {
      for (var expected : cases(model, precision)) {
        var whole = pipeline.greedy(expected.prompt(), 1);
        near(expected.lastPrompt(), whole.lastPrompt(), tolerance);
        near(
            expected.lastPrompt(),
            pipeline.greedy(expected.prompt(), 1, 5, 1).lastPrompt(),
            tolerance);
      }
    }
  }

  /** Inside one slice nothing is rounded to bf16, and fp16 has three bits more. */
  @ParameterizedTest
  @MethodSource("names")
  void fp16_is_nearer_to_the_reference_than_bf16_may_be(String name) {
    var model = ReferenceModel.open(name);
    try (var pipeline = pipeline(model, LayerRange.split(4, 1), Precision.BF16, WITHOUT_BF16)) {
      for (var expected : cases(model, Precision.BF16)) {
        near(expected.lastPrompt(), pipeline.greedy(expected.prompt(), 1).lastPrompt(), 0.02);
      }
    }
  }

  /** In 16 bits, where two experts are close, another may be chosen: not in the shorter prompts. */
  private static List<Case> cases(ReferenceModel model, Precision precision) {
    return precision == Precision.FP32 || !model.folder().config().hasExperts()
        ? model.cases()
        : model.cases().stream().filter(expected -> expected.prompt().size() <= 48).toList();
  }

  static List<String> names() {
    return ReferenceModel.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void answers_longer_than_a_cache_begins_are_those_of_the_reference(String name) {
    var model = ReferenceModel.open(name);
    try (var pipeline = pipeline(model, LayerRange.split(4, 1), Precision.FP32, WITH_BF16)) {
      for (var expected : model.cases()) {
        var count = expected.greedy().size();
        assertEquals(expected.greedy(), pipeline.greedy(expected.prompt(), count).ids());
      }
    }
  }

  @Test
  void sessions_in_a_batch_give_what_each_gives_alone() {
    var model = ReferenceModel.open("tiny-mistral-window");
    try (var pipeline = pipeline(model, LayerRange.split(4, 2), Precision.FP32, WITH_BF16)) {
      var parts = new ArrayList<Part>();
      for (var expected : model.cases()) {
        parts.add(new Part(pipeline.open(), expected.prompt()));
      }
      var logits = pipeline.forward(parts);
      for (var i = 0; i < parts.size(); i++) {
        near(model.cases().get(i).lastPrompt(), logits.get(i), 1e-3);
      }
      parts.forEach(part -> part.session().close());
    }
  }

  @Test
  void slices_of_a_device_with_bf16_and_of_one_without_work_for_one_model() {
    var model = ReferenceModel.open("tiny-llama");
    var expected = model.cases().get(0);
    try (var first = slice(model, new LayerRange(0, 2), WITHOUT_BF16);
        var last = slice(model, new LayerRange(2, 4), ComputeDevice.CPU);
        var before = first.openCache(64);
        var behind = last.openCache(64)) {
      assertEquals(Element.BF16, first.element());
      var work = new SliceWork(before, 0, expected.prompt(), SliceWork.Wanted.LOGITS);
      var states = ((SliceOutput.States) first.forward(List.of(work)).get(0)).states();
      var rest = new SliceWork(behind, 0, states, SliceWork.Wanted.LOGITS);
      var logits = ((SliceOutput.Sampled) last.forward(List.of(rest)).get(0)).logits();
      near(expected.lastPrompt(), logits, 0.15);
    }
  }

  @Test
  void the_largest_logit_is_found_there() {
    var model = ReferenceModel.open("tiny-qwen2");
    var expected = model.cases().get(0);
    try (var slice = slice(model, new LayerRange(0, 4), WITH_BF16)) {
      var all = LocalPipeline.logits(slice, expected.prompt());
      try (var cache = slice.openCache(64)) {
        var work = new SliceWork(cache, 0, expected.prompt(), SliceWork.Wanted.LARGEST);
        assertEquals(List.of(all.largest()), slice.forward(List.of(work)));
        var next =
            new SliceWork(cache, cache.positions(), TokenIds.of(1), SliceWork.Wanted.NOTHING);
        assertEquals(List.of(new SliceOutput.Nothing()), slice.forward(List.of(next)));
      }
    }
  }

  @Test
  void a_slice_says_where_it_is_computed_and_how_and_has_nothing_to_pack() {
    var model = ReferenceModel.open("tiny-llama");
    try (var slice = slice(model, new LayerRange(0, 4), WITHOUT_BF16)) {
      assertEquals("bf16 products: in fp16 on cpu:0", slice.kernels());
      assertFalse(slice.packNext());
      assertEquals(4 * 2L * 32 * 2, slice.kvBytesPerPosition());
      // the embedding as it is stored, in fp32; all else in 16 bits
      var embedding = 4L * 300 * 64;
      var rest = 2L * (4 * (64 * 192 + 3 * 128 * 64 + 128) + 64 + 300 * 64);
      assertEquals(embedding + rest, slice.weightBytes());
    }
  }

  @Test
  void quantized_models_stay_on_the_processor() {
    var model = ReferenceModel.open("tiny-llama");
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Slice.load(model.folder(), new LayerRange(0, 4), Precision.INT8, WITH_BF16));
    assertEquals("a card computes what is served in fp32 or bf16, was int8", refusal.getMessage());
  }

  private static Slice slice(ReferenceModel model, LayerRange layers, ComputeDevice device) {
    return Slice.load(model.folder(), layers, Precision.BF16, device);
  }

  private static LocalPipeline pipeline(
      ReferenceModel model, List<LayerRange> split, Precision precision, ComputeDevice device) {
    return new LocalPipeline(model.folder(), split, precision, device, Slice.defaultCache());
  }

  private static void near(Logits expected, Logits actual, double tolerance) {
    var distance = LocalPipeline.distance(expected, actual);
    assertTrue(distance <= tolerance, () -> "logits differ by " + distance);
  }
}
