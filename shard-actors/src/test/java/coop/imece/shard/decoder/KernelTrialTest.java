package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTrialTest {
  @TempDir Path packed;

  /** Whichever kind a machine chooses, the answers must be the same but for rounding. */
  @ParameterizedTest
  @EnumSource(
      value = Products.class,
      names = {"INT8", "INT8_WEIGHTS"})
  void each_kind_of_int8_products_is_near_the_reference(Products products) {
    var model = ReferenceModel.open("tiny-qwen2");
    var layers = new LayerRange(0, 4);
    var loading =
        new SliceLoading(
            model.folder(), layers, Precision.INT8, packed, ComputeDevice.CPU, products);
    try (var slice = Slice.load(loading)) {
      for (var expected : model.cases()) {
        var prompt = expected.prompt();
        try (var cache = slice.openCache(prompt.size())) {
          var output =
              slice
                  .forward(List.of(new SliceWork(cache, 0, prompt, SliceWork.Wanted.LOGITS)))
                  .get(0);
          var logits = ((SliceOutput.Sampled) output).logits();
          var cosine = QuantizedTest.cosine(expected.lastPrompt(), logits);
          assertTrue(cosine > 0.99, "cosine " + cosine);
        }
      }
    }
  }

  /** In a core's own caches either kind of products may seem the faster one. */
  @ParameterizedTest
  @ValueSource(ints = {576, 1_024, 2_048, 4_096, 8_192})
  void kinds_are_timed_over_more_than_a_core_s_own_caches_hold(int width) {
    assertTrue(width * KernelTrial.outputs(width) > 8_000_000, width + " wide");
  }

  @Test
  void the_choice_is_one_of_the_candidates_and_is_kept() {
    var shape = ReferenceModel.open("tiny-llama").folder().config().shape();
    var choice = KernelTrial.choose(Precision.INT8, shape, ComputeDevice.CPU);
    assertTrue(Products.candidates(Precision.INT8).contains(choice));
    assertEquals(choice, KernelTrial.choose(Precision.INT8, shape, ComputeDevice.CPU));
    assertEquals(Products.PLAIN, KernelTrial.choose(Precision.FP32, shape, ComputeDevice.CPU));
  }

  @Test
  void a_slice_says_what_was_chosen() {
    var folder = ReferenceModel.open("tiny-llama").folder();
    try (var slice =
        Slice.load(folder, new LayerRange(0, 4), Precision.INT4, ComputeDevice.CPU, packed)) {
      slice.computeWith(new ThreadCounts(1, 3));
      assertEquals(
          "int4 products: 4-bit weights in groups of 32, bf16 activations; 1 of %d threads, 3 from 4 rows on"
              .formatted(PyTorch.threadLimit()),
          slice.kernels());
      slice.computeWith(ThreadCounts.same(2));
      assertTrue(slice.kernels().endsWith("; 2 of %d threads".formatted(PyTorch.threadLimit())));
    }
  }
}
