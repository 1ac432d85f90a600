package coop.imece.shard.decoder;

import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.engine.PyTorch;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Chooses how many threads share a step, by timing the loaded slice's own decode steps: on a
 * machine that others use, or for a small model, fewer are faster.
 */
final class ThreadTrial {
  private static final long BUDGET_NANOS = 1_000_000_000;

  /** Each count is tried this often even when that takes longer. */
  private static final int MIN_ROUNDS = 2;

  /** Fewer threads than the limit must be faster by this: one disturbed step decides nothing. */
  private static final double CLEARLY = 0.95;

  private ThreadTrial() {}

  /** The count to use, at most what the engine was started with. */
  static int choose(Slice slice) {
    var limit = PyTorch.threadLimit();
    if (limit == 1) {
      return 1;
    }
    var best = new TreeMap<Integer, Double>(Comparator.reverseOrder());
    var start = System.nanoTime();
    for (int round = 0; round < MIN_ROUNDS || System.nanoTime() - start < BUDGET_NANOS; round++) {
      for (int threads = limit; threads >= 1; threads /= 2) {
        PyTorch.useThreads(threads);
        best.merge(threads, stepNanos(slice), Math::min);
      }
    }
    var chosen = limit;
    for (var threads : best.keySet()) {
      if (best.get(threads) < CLEARLY * best.get(chosen)) {
        chosen = threads;
      }
    }
    PyTorch.useThreads(chosen);
    return chosen;
  }

  private static double stepNanos(Slice slice) {
    try (var cache = slice.openCache(1)) {
      var work = new SliceWork(cache, 0, MadeUpInput.of(slice, 1), Wanted.LARGEST);
      var begin = System.nanoTime();
      slice.forward(List.of(work));
      return System.nanoTime() - begin;
    }
  }
}
