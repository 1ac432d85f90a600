package coop.imece.shard.decoder;

import coop.imece.shard.decoder.SliceWork.Wanted;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a step costs beside its rows: the weights are read in the time in which that many rows are
 * computed. Prompts are cut by it ({@code PromptChunks}).
 */
final class StepCost {
  private static final Logger LOG = LoggerFactory.getLogger(StepCost.class);

  /** Measured for models of several sizes; near the best size of a chunk it matters little. */
  static final int OF_PROCESSORS = 8;

  /** Where more rows take no longer than one. */
  static final int MOST = 4_096;

  private static final int ROWS = 128;
  private static final int ROUNDS = 3;

  private StepCost() {}

  /**
   * Of a card, where a step can take as long with a thousand rows as with one. All is run once
   * before: a card loads each of its kernels when it is first used, which takes longer than many
   * steps, and most of what a first prompt needs is then there.
   *
   * @return in rows, from 1 to {@link #MOST}
   */
  static int measured(Slice slice) {
    var rows = Math.min(ROWS, slice.config().maxPositions() / 2);
    if (rows < 2) {
      return OF_PROCESSORS; // of a model with hardly a position nothing can be told
    }
    try (var cache = slice.openCache(2 * rows)) {
      step(slice, cache, rows);
      step(slice, cache, rows);
      var many = quickest(slice, cache, rows);
      var one = quickest(slice, cache, 1);
      var cost = rows(rows, many, one);
      LOG.info("a step takes {} ms, and as much again with {} rows", 1e3 * one, cost);
      return cost;
    }
  }

  /**
   * By a straight line through two steps' times.
   *
   * @param count rows of the longer one, 2 or more
   * @param many its time
   * @param one a single row's, in the same unit
   */
  static int rows(int count, double many, double one) {
    var each = (many - one) / (count - 1);
    return (int) Math.max(1, Math.min(MOST, each > 0 ? (one - each) / each : MOST));
  }

  /**
   * Seconds of the last rows of a full cache, which has the memory for them; the first is to warm
   * up.
   */
  private static double quickest(Slice slice, KvCache cache, int rows) {
    var quickest = Double.MAX_VALUE;
    for (var round = 0; round <= ROUNDS; round++) {
      cache.truncate(cache.maxPositions() - rows);
      var seconds = step(slice, cache, rows);
      quickest = round == 0 ? quickest : Math.min(quickest, seconds);
    }
    return quickest;
  }

  private static double step(Slice slice, KvCache cache, int rows) {
    var work = new SliceWork(cache, cache.positions(), MadeUpInput.of(slice, rows), Wanted.LARGEST);
    var begin = System.nanoTime();
    slice.forward(List.of(work));
    return (System.nanoTime() - begin) / 1e9;
  }
}
