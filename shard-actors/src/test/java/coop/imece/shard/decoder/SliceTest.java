package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.HiddenStates.Element;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelSize;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SliceTest {
  private static Slice first;
  private static Slice last;

  @BeforeAll
  static void load() {
    var folder = ReferenceModel.open("tiny-llama").folder();
    first = Slice.load(folder, new LayerRange(0, 3), Precision.FP32);
    last = Slice.load(folder, new LayerRange(3, 4), Precision.BF16);
  }

  @AfterAll
  static void close() {
    first.close();
    last.close();
  }

  @Test
  void a_slice_knows_its_place_and_size() {
    assertTrue(first.first() && !first.last());
    assertTrue(!last.first() && last.last());
    // 3 layers of 64 x (64 + 32 + 32 + 64) + 3 x 128 x 64 + 2 x 64 elements, and the embedding
    assertEquals(4L * (3 * (64 * 192 + 3 * 128 * 64 + 128) + 300 * 64), first.weightBytes());
    assertEquals(3L * 2 * 32 * 4, first.kvBytesPerPosition());
    assertEquals(2L * 32 * 2, last.kvBytesPerPosition());
    assertEquals(Element.BF16, last.element());
  }

  @ParameterizedTest
  @EnumSource(value = Precision.class, names = "FP16", mode = EnumSource.Mode.EXCLUDE)
  void keys_and_values_take_what_the_scheduler_counts_on(Precision precision) {
    var folder = ReferenceModel.open("tiny-llama").folder();
    try (var slice = Slice.load(folder, new LayerRange(1, 3), precision)) {
      var counted = new ModelSize(folder.config()).keyValueBytes(precision);
      assertEquals(2 * counted, slice.kvBytesPerPosition());
    }
  }

  @Test
  void hidden_states_leave_in_the_type_of_the_residual() {
    try (var cache = first.openCache(8)) {
      var output = first.forward(List.of(work(cache, 0, TokenIds.of(1, 2))));
      var states = assertInstanceOf(SliceOutput.States.class, output.get(0)).states();
      assertEquals(2, states.positions());
      assertEquals(64, states.width());
      assertEquals(Element.FP32, states.element());
    }
  }

  @Test
  void a_last_slice_gives_nothing_where_no_logits_are_wanted() {
    try (var one = last.openCache(8);
        var two = last.openCache(8)) {
      var quiet = new SliceWork(one, 0, states(2, 64, Element.BF16), SliceWork.Wanted.NOTHING);
      var loud = new SliceWork(two, 0, states(3, 64, Element.BF16), SliceWork.Wanted.LOGITS);
      var output = last.forward(List.of(quiet, loud));
      assertInstanceOf(SliceOutput.Nothing.class, output.get(0));
      var sampled = assertInstanceOf(SliceOutput.Sampled.class, output.get(1));
      assertEquals(300, sampled.logits().vocabulary());
      assertEquals(2, one.positions());
      assertEquals(List.of(new SliceOutput.Nothing()), last.forward(List.of(at(one, quiet))));
    }
  }

  private static SliceWork at(KvCache cache, SliceWork work) {
    return new SliceWork(cache, cache.positions(), work.input(), work.wanted());
  }

  @Test
  void a_cache_grows_in_chunks_and_never_past_its_limit() {
    try (var cache = first.openCache(100)) {
      assertEquals(0, cache.bytes());
      first.forward(List.of(work(cache, 0, TokenIds.of(1))));
      assertEquals(64 * first.kvBytesPerPosition(), cache.bytes());
      first.forward(List.of(work(cache, 1, TokenIds.own(new int[64]))));
      assertEquals(100 * first.kvBytesPerPosition(), cache.bytes());
      first.forward(List.of(work(cache, 65, TokenIds.own(new int[35]))));
      assertEquals(100, cache.positions());
      refused("positions must be in [1, 0], was 1", work(cache, 100, TokenIds.of(1)));
    }
  }

  @Test
  void a_cache_has_room_at_once_for_what_is_expected() {
    try (var cache = first.openCache(500)) {
      cache.expect(130);
      first.forward(List.of(work(cache, 0, TokenIds.of(1))));
      assertEquals(192 * first.kvBytesPerPosition(), cache.bytes());
      cache.handOver(0, 500);
      cache.expect(900);
      first.forward(List.of(work(cache, 0, TokenIds.own(new int[193]))));
      assertEquals(500 * first.kvBytesPerPosition(), cache.bytes());
    }
  }

  @Test
  void a_prepared_cache_has_its_memory_and_holds_nothing() {
    try (var prepared = first.openCache(300);
        var fresh = first.openCache(300)) {
      prepared.expect(130);
      var parts = 0;
      for (; !prepared.isPrepared(); parts++) {
        prepared.prepareNext();
      }
      assertTrue(parts >= first.layers().count(), parts + " parts");
      assertEquals(192 * first.kvBytesPerPosition(), prepared.bytes());
      assertEquals(0, prepared.positions());
      var prompt = TokenIds.own(IntStream.range(0, 130).toArray());
      assertEquals(
          first.forward(List.of(work(fresh, 0, prompt))),
          first.forward(List.of(work(prepared, 0, prompt))));
      assertEquals(192 * first.kvBytesPerPosition(), prepared.bytes());
    }
  }

  @Test
  void work_that_does_not_fit_is_refused_before_anything_is_computed() {
    try (var cache = first.openCache(8);
        var other = first.openCache(8)) {
      refused(
          "startPosition must be 0, where the cache ends, was 1", work(cache, 1, TokenIds.of(1)));
      refused("positions must be in [1, 8], was 9", work(cache, 0, TokenIds.own(new int[9])));
      refused("positions must be in [1, 8], was 0", work(cache, 0, TokenIds.of()));
      refused("token ids must be in [0, 300), was 300", work(cache, 0, TokenIds.of(1, 300)));
      refused("token ids must be in [0, 300), was -1", work(cache, 0, TokenIds.of(-1)));
      refused("the first slice takes token ids", work(cache, 0, states(1, 64, Element.FP32)));
      var good = work(other, 0, TokenIds.of(1));
      refused("a batch must not name one cache twice", good, good);
      refused("token ids must be in [0, 300), was 999", good, work(cache, 0, TokenIds.of(999)));
      assertEquals(0, other.positions());
    }
  }

  @Test
  void states_of_another_width_or_type_are_refused() {
    try (var cache = last.openCache(8)) {
      assertEquals(
          "hidden states must be 64 wide in BF16, was 64 in FP32",
          refusal(last, work(cache, 0, states(1, 64, Element.FP32))));
      assertEquals(
          "hidden states must be 64 wide in BF16, was 32 in BF16",
          refusal(last, work(cache, 0, states(1, 32, Element.BF16))));
      assertEquals("slice 3..3 takes hidden states", refusal(last, work(cache, 0, TokenIds.of(1))));
    }
  }

  @Test
  void a_cache_of_another_slice_or_a_closed_one_is_refused() {
    var cache = last.openCache(8);
    refused("the cache must be an open one of this slice", work(cache, 0, TokenIds.of(1)));
    cache.close();
    cache.close();
    assertEquals(0, cache.bytes());
    assertEquals(
        "the cache must be an open one of this slice",
        refusal(last, work(cache, 0, states(1, 64, Element.BF16))));
  }

  @Test
  void limits_of_caches_and_layers_are_checked() {
    assertEquals(
        "maxPositions must be in [1, 512], was 513",
        assertThrows(IllegalArgumentException.class, () -> first.openCache(513)).getMessage());
    var folder = ReferenceModel.open("tiny-llama").folder();
    assertEquals(
        "slice 2..4 is outside the model's 4 layers",
        assertThrows(
                IllegalArgumentException.class,
                () -> Slice.load(folder, new LayerRange(2, 5), Precision.FP32))
            .getMessage());
    try (var cache = first.openCache(8)) {
      assertEquals(
          "need 0 <= positions <= 0, was 1",
          assertThrows(IllegalArgumentException.class, () -> cache.truncate(1)).getMessage());
    }
  }

  private static SliceWork work(KvCache cache, int start, StageInput input) {
    return new SliceWork(cache, start, input, SliceWork.Wanted.NOTHING);
  }

  private static HiddenStates states(int positions, int width, Element element) {
    var bytes = new byte[positions * width * element.bytes()];
    return new HiddenStates(positions, width, element, Bytes.own(bytes));
  }

  private static void refused(String message, SliceWork... batch) {
    assertEquals(message, refusal(first, batch));
  }

  private static String refusal(Slice slice, SliceWork... batch) {
    return assertThrows(IllegalArgumentException.class, () -> slice.forward(List.of(batch)))
        .getMessage();
  }
}
