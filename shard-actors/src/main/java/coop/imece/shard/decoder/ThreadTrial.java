package coop.imece.shard.decoder;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import coop.imece.shard.engine.PyTorch;
import java.util.List;

/**
 * Chooses how many threads share a step, by timing the loaded slice's own decode steps: on a
 * machine that others use, or for a small model, fewer are faster.
 */
final class ThreadTrial {
  /** For all thread counts together; each is tried at least twice. */
  private static final long BUDGET_NANOS = 1_000_000_000;

  /** A thread more must bring at least this. */
  private static final double WORTH = 0.97;

  private ThreadTrial() {}

  /** The count to use, at most what the engine was started with. */
  static int choose(Slice slice) {
    var limit = PyTorch.threadLimit();
    var chosen = 1;
    if (limit > 1) {
      var fastest = Double.MAX_VALUE;
      for (int threads = 1; threads <= limit; threads *= 2) {
        PyTorch.useThreads(threads);
        var nanos = stepNanos(slice, BUDGET_NANOS / 4);
        if (nanos < fastest * WORTH) {
          fastest = nanos;
          chosen = threads;
        }
      }
      PyTorch.useThreads(chosen);
    }
    return chosen;
  }

  private static double stepNanos(Slice slice, long budgetNanos) {
    var start = System.nanoTime();
    var best = Double.MAX_VALUE;
    try (var cache = slice.openCache(1)) {
      for (int round = 0; round < 2 || System.nanoTime() - start < budgetNanos; round++) {
        cache.truncate(0);
        var begin = System.nanoTime();
        slice.forward(List.of(new SliceWork(cache, 0, input(slice), true)));
        best = Math.min(best, System.nanoTime() - begin);
      }
    }
    return best;
  }

  private static StageInput input(Slice slice) {
    if (slice.first()) {
      return TokenIds.of(0);
    }
    var width = slice.config().shape().hidden();
    var bytes = Bytes.own(new byte[width * slice.element().bytes()]);
    return new HiddenStates(1, width, slice.element(), bytes);
  }
}
