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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The way of a graphics card, on {@link OtherDevices}. */
class OtherDeviceTest {
  /** How far logits may be from the references' values, which are about 2 large. */
  static Stream<Arguments> devices() {
    return Stream.of(
            tolerating(1e-3, Precision.FP32, OtherDevices.all()),
            tolerating(0.15, Precision.BF16, OtherDevices.withBf16()),
            tolerating(0.15, Precision.BF16, OtherDevices.withoutBf16()))
        .flatMap(arguments -> arguments);
  }

  private static Stream<Arguments> tolerating(
      double tolerance, Precision precision, List<ComputeDevice> devices) {
    return models(devices).map(of -> Arguments.of(of.get()[0], precision, of.get()[1], tolerance));
  }

  static Stream<Arguments> modelsOnAll() {
    return models(OtherDevices.all());
  }

  static Stream<Arguments> modelsWithoutBf16() {
    return models(OtherDevices.withoutBf16());
  }

  /** Every model on every device. */
  private static Stream<Arguments> models(List<ComputeDevice> devices) {
    return ReferenceModel.names().stream()
        .flatMap(name -> devices.stream().map(device -> Arguments.of(name, device)));
  }

  static List<ComputeDevice> all() {
    return OtherDevices.all();
  }

  static List<ComputeDevice> withBf16() {
    return OtherDevices.withBf16();
  }

  static List<ComputeDevice> withoutBf16() {
    return OtherDevices.withoutBf16();
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
  @MethodSource("modelsWithoutBf16")
  void fp16_is_nearer_to_the_reference_than_bf16_may_be(String name, ComputeDevice device) {
    var model = ReferenceModel.open(name);
    try (var pipeline = pipeline(model, LayerRange.split(4, 1), Precision.BF16, device)) {
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

  @ParameterizedTest
  @MethodSource("modelsOnAll")
  void answers_longer_than_a_cache_begins_are_those_of_the_reference(
      String name, ComputeDevice device) {
    var model = ReferenceModel.open(name);
    try (var pipeline = pipeline(model, LayerRange.split(4, 1), Precision.FP32, device)) {
      for (var expected : model.cases()) {
        var count = expected.greedy().size();
        assertEquals(expected.greedy(), pipeline.greedy(expected.prompt(), count).ids());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void sessions_in_a_batch_give_what_each_gives_alone(ComputeDevice device) {
    var model = ReferenceModel.open("tiny-mistral-window");
    try (var pipeline = pipeline(model, LayerRange.split(4, 2), Precision.FP32, device)) {
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

  @ParameterizedTest
  @MethodSource("withoutBf16")
  void slices_of_a_device_with_bf16_and_of_one_without_work_for_one_model(ComputeDevice device) {
    var model = ReferenceModel.open("tiny-llama");
    var expected = model.cases().get(0);
    try (var first = slice(model, new LayerRange(0, 2), device);
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

  @ParameterizedTest
  @MethodSource("withBf16")
  void the_largest_logit_is_found_there(ComputeDevice device) {
    var model = ReferenceModel.open("tiny-qwen2");
    var expected = model.cases().get(0);
    try (var slice = slice(model, new LayerRange(0, 4), device)) {
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

  @ParameterizedTest
  @MethodSource("withoutBf16")
  void a_slice_says_where_it_is_computed_and_how_and_has_nothing_to_pack(ComputeDevice device) {
    var model = ReferenceModel.open("tiny-llama");
    try (var slice = slice(model, new LayerRange(0, 4), device)) {
      assertEquals("bf16 products: in fp16 on " + device.name(), slice.kernels());
      assertFalse(slice.packNext());
      assertEquals(4 * 2L * 32 * 2, slice.kvBytesPerPosition());
      // the embedding as it is stored, in fp32; all else in 16 bits
      var embedding = 4L * 300 * 64;
      var rest = 2L * (4 * (64 * 192 + 3 * 128 * 64 + 128) + 64 + 300 * 64);
      assertEquals(embedding + rest, slice.weightBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void quantized_models_stay_on_the_processor(ComputeDevice device) {
    var model = ReferenceModel.open("tiny-llama");
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Slice.load(model.folder(), new LayerRange(0, 4), Precision.INT8, device));
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
