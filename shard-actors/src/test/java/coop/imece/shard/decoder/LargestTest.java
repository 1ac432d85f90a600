package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.HiddenStates.Element;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.engine.ComputeDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The largest logit, as the engine finds it, is that of all logits. */
class LargestTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** 300 tokens are no multiple of 16: with int4 the head has outputs that are no tokens. */
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FP32", "BF16", "INT8", "INT4"})
  void it_is_the_same_alone_and_beside_sessions_that_want_something_else(
      Precision precision, @TempDir Path packed) {
    var folder = ReferenceModel.open("tiny-llama").folder();
    try (var slice =
        Slice.load(
            folder, folder.config().shape().allLayers(), precision, ComputeDevice.CPU, packed)) {
      for (var round = 0; round < 8; round++) {
        var prompts = new ArrayList<TokenIds>();
        for (var i = 0; i <= random.nextInt(5); i++) {
          prompts.add(TokenIds.own(random.ints(1 + random.nextInt(90), 0, 300).toArray()));
        }
        var all = run(slice, prompts, List.of(Wanted.LOGITS));
        var largest = run(slice, prompts, List.of(Wanted.LARGEST));
        var mixed = run(slice, prompts, List.of(Wanted.LARGEST, Wanted.LOGITS));
        var some = run(slice, prompts, List.of(Wanted.LARGEST, Wanted.NOTHING));
        for (var i = 0; i < prompts.size(); i++) {
          var logits = ((SliceOutput.Sampled) all.get(i)).logits();
          assertEquals(LocalPipeline.best(logits), logits.largest().token());
          assertEquals(logits.largest(), largest.get(i), "seed " + seed);
          assertEquals(i % 2 == 0 ? logits.largest() : all.get(i), mixed.get(i), "seed " + seed);
          var kind = i % 2 == 0 ? SliceOutput.Largest.class : SliceOutput.Nothing.class;
          assertInstanceOf(kind, some.get(i));
        }
      }
    }
  }

  /** What is wanted goes round. */
  private static List<SliceOutput> run(Slice slice, List<TokenIds> prompts, List<Wanted> wanted) {
    var work = new ArrayList<SliceWork>();
    for (var prompt : prompts) {
      var cache = slice.openCache(prompt.size());
      work.add(new SliceWork(cache, 0, prompt, wanted.get(work.size() % wanted.size())));
    }
    try {
      return slice.forward(work);
    } finally {
      work.forEach(part -> part.cache().close());
    }
  }

  @Test
  void of_equal_logits_the_smallest_id_is_the_largest() {
    var folder = ReferenceModel.open("tiny-llama").folder();
    try (var last = Slice.load(folder, new LayerRange(3, 4), Precision.FP32);
        var cache = last.openCache(8)) {
      // hidden states of nothing but zeros make every logit zero
      var states = new HiddenStates(1, 64, Element.FP32, Bytes.own(new byte[64 * 4]));
      var output = last.forward(List.of(new SliceWork(cache, 0, states, Wanted.LARGEST)));
      assertEquals(List.of(new SliceOutput.Largest(0, 0)), output);
    }
  }

  @Test
  void it_is_not_a_number_where_any_logit_is_none() {
    assertTrue(Float.isNaN(Logits.own(new float[] {1, 3, Float.NaN, 2}).largest().logit()));
    assertEquals(2, Logits.own(new float[] {1, 3, Float.NaN, 2}).largest().token());
    var folder = ReferenceModel.open("tiny-llama").folder();
    try (var last = Slice.load(folder, new LayerRange(3, 4), Precision.FP32);
        var cache = last.openCache(8)) {
      var bytes = ByteBuffer.allocate(64 * 4).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putFloat(0, Float.NaN);
      var states = new HiddenStates(1, 64, Element.FP32, Bytes.own(bytes.array()));
      var output = last.forward(List.of(new SliceWork(cache, 0, states, Wanted.LARGEST))).get(0);
      var largest = assertInstanceOf(SliceOutput.Largest.class, output);
      assertTrue(Float.isNaN(largest.logit()), "was " + largest);
    }
  }
}
