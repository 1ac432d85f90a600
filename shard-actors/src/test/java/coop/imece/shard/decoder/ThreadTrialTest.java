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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadTrialTest {
  @AfterEach
  void useAllAgain() {
    PyTorch.useThreads(PyTorch.threadLimit());
  }

  @Test
  void more_threads_are_taken_only_when_they_are_clearly_faster() {
    assertEquals(4, times(Map.of(4, 100L, 2, 121L, 1, 180L)).fewest());
    assertEquals(2, times(Map.of(4, 100L, 2, 120L, 1, 140L)).fewest(), "one is not beside two");
    assertEquals(1, times(Map.of(4, 100L, 2, 130L, 1, 119L)).fewest());
    assertEquals(1, times(Map.of(4, 100L, 2, 90L, 1, 80L)).fewest());
  }

  @Test
  void steps_that_were_disturbed_decide_nothing() {
    var times = new ThreadTrial.Times();
    for (var nanos : List.of(900, 102, 100, 400, 101, 250, 240, 230)) {
      times.add(2, nanos);
    }
    for (var nanos : List.of(170, 171, 172, 500, 169, 170, 175, 190)) {
      times.add(1, nanos);
    }
    assertEquals(2, times.fewest());
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
      var recount = new ThreadRecount(slice, 2, 0);
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

  private static ThreadTrial.Times times(Map<Integer, Long> nanos) {
    var times = new ThreadTrial.Times();
    nanos.forEach(times::add);
    return times;
  }
}
