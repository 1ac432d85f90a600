package coop.imece.shard.decoder;

import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.engine.PyTorch;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses how many threads share a step, by timing the loaded slice's own steps, of one row and of
 * many: on a machine that others use, or for a single row of a small model, fewer are faster.
 */
final class ThreadTrial {
  private static final long BUDGET_NANOS = 1_000_000_000;

  /** Each count is tried this often with one row even when that takes longer. */
  private static final int MIN_ROUNDS = 2;

  /** Of a prompt: computing them takes longer than reading weights. */
  private static final int ROWS = 32;

  /** So many times longer than one row they may take. */
  private static final int LONGER = 10;

  /** Fewer threads than the limit must be faster by this: one disturbed step decides nothing. */
  private static final double CLEARLY = 0.95;

  /** The same with many rows, where fewer are only where something else keeps a processor busy. */
  private static final double FAR = 0.8;

  private final Slice slice;
  private final int limit;
  private final int rows;
  private final SortedMap<Integer, Double> oneRow = new TreeMap<>(Comparator.reverseOrder());
  private final SortedMap<Integer, Double> manyRows = new TreeMap<>(Comparator.reverseOrder());

  private ThreadTrial(Slice slice, int limit) {
    this.slice = slice;
    this.limit = limit;
    this.rows = Math.min(ROWS, slice.config().maxPositions());
  }

  /** The counts to use, at most what the engine was started with. */
  static ThreadCounts choose(Slice slice) {
    var limit = PyTorch.threadLimit();
    return limit == 1 ? ThreadCounts.same(1) : new ThreadTrial(slice, limit).choose();
  }

  /** A model that is so large that there is no time for its prompts computes them with all. */
  private ThreadCounts choose() {
    var end = System.nanoTime() + BUDGET_NANOS;
    time(oneRow, 1);
    for (var round = 1; round < MIN_ROUNDS || System.nanoTime() < end; round++) {
      time(oneRow, 1);
      if (System.nanoTime() + LONGER * total(oneRow) < end) {
        time(manyRows, rows);
      }
    }
    return new ThreadCounts(
        fastest(oneRow, CLEARLY), manyRows.isEmpty() ? limit : fastest(manyRows, FAR));
  }

  private static double total(SortedMap<Integer, Double> times) {
    return times.values().stream().mapToDouble(nanos -> nanos).sum();
  }

  /** With every count, each half of the one before. */
  private void time(SortedMap<Integer, Double> best, int count) {
    for (int threads = limit; threads >= 1; threads /= 2) {
      PyTorch.useThreads(threads);
      best.merge(threads, stepNanos(count), Math::min);
    }
  }

  private double stepNanos(int count) {
    try (var cache = slice.openCache(count)) {
      var work = new SliceWork(cache, 0, MadeUpInput.of(slice, count), Wanted.LARGEST);
      var begin = System.nanoTime();
      slice.forward(List.of(work));
      return System.nanoTime() - begin;
    }
  }

  /**
   * The count whose time is shortest.
   *
   * @param times of every count, the largest count first, which stands if no other is faster by far
   *     enough
   * @param factor of the time of one that stands, below which another must be
   */
  static int fastest(SortedMap<Integer, Double> times, double factor) {
    int chosen = times.firstKey();
    for (int threads : times.keySet()) {
      if (times.get(threads) < factor * times.get(chosen)) {
        chosen = threads;
      }
    }
    return chosen;
  }
}
