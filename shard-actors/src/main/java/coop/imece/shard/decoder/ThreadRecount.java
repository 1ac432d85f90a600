package coop.imece.shard.decoder;

import coop.imece.shard.decoder.ThreadTrial.Times;

/**
 * Counts again how many threads share a step of few rows, once its weights lie otherwise than at
 * the slice's start: a step at a time, so that other steps come between them.
 */
final class ThreadRecount {
  private final Slice slice;
  private final int limit;
  private final long budgetNanos;
  private final Times times = new Times();
  private boolean warm;
  private int threads;
  private int rounds;
  private long spentNanos;

  /**
   * @param limit the most threads that are tried
   * @param budgetNanos to be spent in steps; each count is tried twice even where that takes longer
   */
  ThreadRecount(Slice slice, int limit, long budgetNanos) {
    this.slice = slice;
    this.limit = limit;
    this.budgetNanos = budgetNanos;
    this.threads = limit;
  }

  /** Times one more step; says whether another is needed. */
  boolean timeNext() {
    var nanos = ThreadTrial.stepNanos(slice, 1, threads);
    if (!warm) {
      warm = true; // the first to read the weights where they lie now, and not counted
      return true;
    }
    times.add(threads, nanos);
    spentNanos += nanos;
    threads /= 2;
    if (threads == 0) {
      threads = limit;
      rounds++;
    }
    return threads < limit || rounds < ThreadTrial.MIN_ROUNDS || spentNanos < budgetNanos;
  }

  /** The fewest that are not clearly slower. */
  int fewest() {
    return times.fewest();
  }
}
