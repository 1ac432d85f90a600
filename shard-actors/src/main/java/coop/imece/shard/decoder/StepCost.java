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

  private StepCost() {}

  /**
   * Of a card, where a step can take as long with a thousand rows as with one. The slice has run
   * the same before: a card loads each of its kernels when it is first used, which takes longer
   * than many steps, and nobody's first prompt shall wait for that.
   *
   * @return in rows, from 1 to {@link #MOST}
   */
  static int measured(Slice slice) {
    var rows = Math.min(ROWS, slice.config().maxPositions() / 2);
    if (rows < 2) {
      return OF_PROCESSORS; // of a model with hardly a position nothing can be told
    }
    seconds(slice, rows);
    var of = seconds(slice, rows);
    var cost = rows(rows, of.many(), of.one());
    LOG.info("a step takes {} ms, and as much again with {} rows", 1e3 * of.one(), cost);
    return cost;
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

  private record Seconds(double many, double one) {}

  /** Two chunks of a prompt, for the second sees the first, then a token. */
  private static Seconds seconds(Slice slice, int rows) {
    try (var cache = slice.openCache(2 * rows)) {
      step(slice, cache, rows);
      var many = step(slice, cache, rows);
      cache.truncate(2 * rows - 1);
      return new Seconds(many, step(slice, cache, 1));
    }
  }

  private static double step(Slice slice, KvCache cache, int rows) {
    var work = new SliceWork(cache, cache.positions(), BlankInput.of(slice, rows), Wanted.LARGEST);
    var begin = System.nanoTime();
    slice.forward(List.of(work));
    return (System.nanoTime() - begin) / 1e9;
  }
}
