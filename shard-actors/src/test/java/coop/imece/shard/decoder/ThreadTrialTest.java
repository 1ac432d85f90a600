package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.engine.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadTrialTest {
  @AfterEach
  void useAllAgain() {
    PyTorch.useThreads(PyTorch.threadLimit());
  }

  @Test
  void more_threads_are_taken_only_when_they_are_clearly_faster() {
    assertEquals(4, chosen(Map.of(4, 100L, 2, 121L, 1, 180L)));
    assertEquals(2, chosen(Map.of(4, 100L, 2, 120L, 1, 140L)), "one is not beside two");
    assertEquals(1, chosen(Map.of(4, 100L, 2, 130L, 1, 119L)));
    assertEquals(1, chosen(Map.of(4, 100L, 2, 90L, 1, 80L)));
  }

  @Test
  void steps_that_were_disturbed_decide_nothing() {
    var shared = List.of(900, 102, 100, 400, 101, 250, 240, 230).iterator();
    var alone = List.of(170, 171, 172, 500, 169, 170, 175, 190).iterator();
    var warm = new AtomicBoolean();
    var trial =
        new ThreadTrial(
            threads -> warm.getAndSet(true) ? (threads == 2 ? shared : alone).next() : 1,
            2,
            8,
            0,
            1.2);
    trial.timeAll();
    assertEquals(2, trial.fewest());
    assertFalse(shared.hasNext() || alone.hasNext());
  }

  @Test
  void fewer_threads_are_not_tried_where_more_are_far_faster() {
    var few = Map.of(16, 100L, 8, 150L, 4, 201L, 2, 400L, 1, 800L);
    assertEquals(List.of(16, 16, 8, 4, 16, 8, 4), tried(16, few));
    var all = Map.of(4, 900L, 2, 100L, 1, 110L);
    assertEquals(List.of(4, 4, 2, 1, 4, 2, 1), tried(4, all), "more are slower by far");
  }

  /** In two rounds; the first step is not counted. */
  private static List<Integer> tried(int limit, Map<Integer, Long> nanos) {
    var tried = new ArrayList<Integer>();
    var trial =
        new ThreadTrial(
            threads -> {
              tried.add(threads);
              return nanos.get(threads);
            },
            limit,
            2,
            0,
            1.2);
    trial.timeAll();
    return tried;
  }

  @Test
  void a_trial_ends_with_the_round_that_spends_its_budget() {
    var steps = new AtomicInteger();
    var trial =
        new ThreadTrial(
            threads -> {
              steps.incrementAndGet();
              return 100;
            },
            4,
            1,
            750,
            1.2);
    trial.timeAll();
    assertEquals(1 + 3 * 3, steps.get());
  }

  @Test
  void many_rows_keep_more_threads_than_one_row_unless_fewer_are_nearly_as_fast() {
    assertEquals(counts(1, 2), ThreadTrial.choose(millis(6, 7), millis(20, 23), 2));
    assertEquals(counts(1, 1), ThreadTrial.choose(millis(6, 7), millis(20, 21), 2));
    assertEquals(counts(2, 2), ThreadTrial.choose(millis(6, 9), millis(20, 40), 2));
  }

  @Test
  void many_rows_keep_all_threads_where_three_rounds_take_too_long() {
    assertEquals(counts(1, 2), ThreadTrial.choose(millis(20, 20), millis(120, 120), 2));
    assertEquals(counts(1, 1), ThreadTrial.choose(millis(20, 20), millis(90, 90), 2));
    var refused = new AtomicInteger();
    ThreadTrial.choose(
        millis(30, 30),
        threads -> {
          refused.incrementAndGet();
          return 1;
        },
        2);
    assertEquals(0, refused.get(), "a step may take too long by itself");
    ThreadTrial.choose(
        millis(20, 20),
        threads -> {
          refused.incrementAndGet();
          return 200_000_000;
        },
        2);
    assertEquals(1, refused.get(), "the first one says it");
  }

  private static ThreadCounts counts(int few, int many) {
    return new ThreadCounts(few, many);
  }

  /** Steps that take so long by two threads and by one. */
  private static IntToLongFunction millis(long two, long one) {
    return threads -> 1_000_000 * (threads == 2 ? two : one);
  }

  @Test
  void a_step_is_shared_by_as_many_threads_as_its_rows_want() {
    var folder = ReferenceModel.open("tiny-llama").folder();
    var all = folder.config().shape().allLayers();
    try (var slice = Slice.load(folder, all, Precision.FP32);
        var one = slice.openCache(40);
        var other = slice.openCache(3)) {
      slice.computeWith(new ThreadCounts(1, 2));
      run(slice, one, 1);
      assertEquals(1, PyTorch.threads());
      run(slice, one, 4);
      assertEquals(2, PyTorch.threads());
      run(slice, one, 3);
      assertEquals(1, PyTorch.threads());
      one.truncate(0);
      slice.forward(List.of(work(one, 1), work(other, 3)));
      assertEquals(2, PyTorch.threads(), "rows of all sessions count");
    }
  }

  @Test
  void the_choice_is_between_one_and_what_the_engine_was_started_with() {
    var folder = ReferenceModel.open("tiny-llama").folder();
    try (var slice = Slice.load(folder, folder.config().shape().allLayers(), Precision.FP32)) {
      var counts = ThreadTrial.choose(slice);
      for (var rows : new int[] {1, 3, 4, 128}) {
        assertTrue(1 <= counts.of(rows) && counts.of(rows) <= PyTorch.threadLimit());
      }
    }
  }

  @Test
  void threads_are_counted_again_when_weights_are_packed_and_only_for_few_rows() {
    var folder = ReferenceModel.open("tiny-llama").folder();
    try (var slice = Slice.load(folder, folder.config().shape().allLayers(), Precision.BF16)) {
      slice.computeWith(new ThreadCounts(7, 9));
      while (slice.packNext(2)) {
        assertTrue(slice.kernels().contains("7 of "), slice.kernels());
      }
      assertTrue(slice.kernels().matches(".*; [12] of .*, 9 from 4 rows on"), slice.kernels());
      assertFalse(slice.packNext(2));
    }
  }

  @Test
  void steps_between_those_of_a_recount_keep_their_threads() {
    var folder = ReferenceModel.open("tiny-llama").folder();
    try (var slice = Slice.load(folder, folder.config().shape().allLayers(), Precision.FP32);
        var cache = slice.openCache(8)) {
      slice.computeWith(ThreadCounts.same(1));
      var recount = ThreadTrial.ofOneRow(slice, 2, 0);
      var tried = new ArrayList<Integer>();
      for (var more = true; more; ) {
        more = recount.timeNext();
        tried.add(PyTorch.threads());
        run(slice, cache, 1);
        assertEquals(1, PyTorch.threads());
      }
      assertEquals(List.of(2, 2, 1, 2, 1), tried, "the first is not counted");
    }
  }

  private static void run(Slice slice, KvCache cache, int rows) {
    slice.forward(List.of(work(cache, rows)));
  }

  private static SliceWork work(KvCache cache, int rows) {
    return new SliceWork(cache, cache.positions(), TokenIds.own(new int[rows]), Wanted.NOTHING);
  }

  private static int chosen(Map<Integer, Long> nanos) {
    var trial = new ThreadTrial(nanos::get, 4, 2, 0, 1.2);
    trial.timeAll();
    return trial.fewest();
  }
}
