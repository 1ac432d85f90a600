package coop.imece.shard.decoder;

import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.engine.PyTorch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/**
 * Chooses how many threads share a step of so many rows, by timing the loaded slice's own: on a
 * machine that others use, for a single row of a small model, or where processors are far from each
 * other, fewer are as fast. They are taken then: the stage's own messages, and whoever else uses
 * the machine, need a processor too, and a step's threads wait for the last. It goes a step at a
 * time, so that other steps may come between them.
 */
final class ThreadTrial {
  /** Of the trials at a slice's start together, and of a later one. */
  static final long BUDGET_NANOS = 1_000_000_000;

  /** So many rounds are made with one row even when that takes longer. */
  private static final int MIN_ROUNDS = 2;

  /** So many with many rows, or nothing is known: all threads compute them. */
  private static final int MIN_ROUNDS_OF_MANY = 3;

  /** Of a prompt: computing them takes longer than reading weights. */
  private static final int ROWS = 32;

  /** A step of many rows takes at most about so many times as long as one of one row. */
  private static final int LONGER = 10;

  /** So much longer a step of one row may take by half of the threads and fewer. */
  private static final double ALIKE = 1.2;

  /** Stricter: what else ran at the start shall not cost every later prompt a thread. */
  private static final double ALIKE_OF_MANY = 1.1;

  /** Where a step takes so many times as long as by more threads, fewer are not tried after it. */
  private static final int FAR_SLOWER = 2;

  private final IntToLongFunction step;
  private final int limit;
  private final int minRounds;
  private final long budgetNanos;
  private final double alike;
  private final SortedMap<Integer, List<Long>> nanosByThreads = new TreeMap<>();
  private boolean warm;
  private int threads;
  private long fastestOfRound;
  private int rounds;
  private long spentNanos;

  /**
   * @param step runs a step with so many threads and says how many nanoseconds it took
   * @param limit the most threads that are tried; then half of them, and so on
   * @param minRounds so many are made even where that takes longer than the budget
   * @param budgetNanos to be spent in steps
   * @param alike fewer threads are taken when their step takes at most so many times as long
   */
  ThreadTrial(IntToLongFunction step, int limit, int minRounds, long budgetNanos, double alike) {
    this.step = step;
    this.limit = limit;
    this.minRounds = minRounds;
    this.budgetNanos = budgetNanos;
    this.alike = alike;
    beginRound();
  }

  /** The counts to use, at most what the engine was started with. */
  static ThreadCounts choose(Slice slice) {
    var rows = Math.min(ROWS, slice.config().maxPositions());
    return choose(
        count -> stepNanos(slice, 1, count),
        count -> stepNanos(slice, rows, count),
        PyTorch.threadLimit());
  }

  /**
   * @param one runs a step of one row, as above
   * @param many runs one of many rows
   */
  static ThreadCounts choose(IntToLongFunction one, IntToLongFunction many, int limit) {
    if (limit == 1) {
      return ThreadCounts.same(1);
    }
    var budget = BUDGET_NANOS / 2;
    var few = new ThreadTrial(one, limit, MIN_ROUNDS, budget, ALIKE);
    few.timeAll();
    var fits = LONGER * few.roundNanos() <= budget;
    return new ThreadCounts(few.fewest(), fits ? fewestForMany(many, limit, budget) : limit);
  }

  private static int fewestForMany(IntToLongFunction step, int limit, long budget) {
    var trial = new ThreadTrial(step, limit, 0, budget, ALIKE_OF_MANY);
    trial.timeNext();
    if (MIN_ROUNDS_OF_MANY * trial.spentNanos <= budget) {
      trial.timeAll();
    }
    return trial.rounds < MIN_ROUNDS_OF_MANY ? limit : trial.fewest();
  }

  /** A trial of single rows, on its own. */
  static ThreadTrial ofOneRow(Slice slice, int limit, long budgetNanos) {
    return new ThreadTrial(
        count -> stepNanos(slice, 1, count), limit, MIN_ROUNDS, budgetNanos, ALIKE);
  }

  private static long stepNanos(Slice slice, int rows, int threads) {
    try (var cache = slice.openCache(rows)) {
      var work = new SliceWork(cache, 0, MadeUpInput.of(slice, rows), Wanted.LARGEST);
      var begin = System.nanoTime();
      slice.forward(List.of(work), threads);
      return System.nanoTime() - begin;
    }
  }

  /** Times the steps that are left. */
  void timeAll() {
    while (timeNext()) {
      // no other step comes between them
    }
  }

  /** Times one more step; says whether another is needed. */
  boolean timeNext() {
    var nanos = step.applyAsLong(threads);
    spentNanos += nanos;
    if (!warm) {
      warm = true; // the first to read the weights where they lie now: it says nothing of threads
      return true;
    }
    nanosByThreads.computeIfAbsent(threads, t -> new ArrayList<>()).add(nanos);
    fastestOfRound = Math.min(fastestOfRound, nanos);
    threads = nanos > FAR_SLOWER * fastestOfRound ? 0 : threads / 2;
    if (threads > 0) {
      return true;
    }
    rounds++;
    beginRound();
    return rounds < minRounds || spentNanos < budgetNanos;
  }

  private void beginRound() {
    threads = limit;
    fastestOfRound = Long.MAX_VALUE / FAR_SLOWER;
  }

  /** The fewest threads whose step takes as long as the fastest one's, or little longer. */
  int fewest() {
    var fastest =
        nanosByThreads.values().stream().mapToLong(ThreadTrial::undisturbed).min().orElseThrow();
    return nanosByThreads.keySet().stream()
        .filter(count -> undisturbed(nanosByThreads.get(count)) <= alike * fastest)
        .findFirst()
        .orElseThrow();
  }

  /** Of one step with every count that was tried. */
  private long roundNanos() {
    return nanosByThreads.values().stream().mapToLong(ThreadTrial::undisturbed).sum();
  }

  /**
   * The lower quartile, of up to three the shortest: the machine is busy with the start of the node
   * itself and of others, which makes most steps longer, those of all threads above all.
   */
  private static long undisturbed(List<Long> times) {
    var sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 4);
  }
}
