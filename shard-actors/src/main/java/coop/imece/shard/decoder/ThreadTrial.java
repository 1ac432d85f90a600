package coop.imece.shard.decoder;

import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.engine.PyTorch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses how many threads share a step, by timing the loaded slice's own steps, of one row and of
 * many: on a machine that others use, for a single row of a small model, or where processors are
 * far from each other, fewer are as fast. They are taken then: the stage's own messages, and
 * whoever else uses the machine, need a processor too, and a step's threads wait for the last.
 */
final class ThreadTrial {
  static final long BUDGET_NANOS = 1_000_000_000;

  /** Each count is tried this often with one row even when that takes longer. */
  static final int MIN_ROUNDS = 2;

  /** So many with many rows, or nothing is known: all threads compute them. */
  private static final int MIN_ROUNDS_OF_MANY = 3;

  /** Of a prompt: computing them takes longer than reading weights. */
  private static final int ROWS = 32;

  /** So many times longer than one row they may take. */
  private static final int LONGER = 10;

  /** So much longer a step may take by half of the threads and fewer. */
  private static final double ALIKE = 1.2;

  private final Slice slice;
  private final int limit;
  private final int rows;
  private final Times oneRow = new Times();
  private final Times manyRows = new Times();

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

  private ThreadCounts choose() {
    var end = System.nanoTime() + BUDGET_NANOS;
    time(new Times(), 1); // the first reads the weights into memory
    var roundsOfMany = 0;
    for (var round = 0; round < MIN_ROUNDS || System.nanoTime() < end; round++) {
      time(oneRow, 1);
      if (System.nanoTime() + LONGER * oneRow.ofRound() < end) {
        time(manyRows, rows);
        roundsOfMany++;
      }
    }
    return new ThreadCounts(
        oneRow.fewest(), roundsOfMany < MIN_ROUNDS_OF_MANY ? limit : manyRows.fewest());
  }

  /** With every count, each half of the one before. */
  private void time(Times times, int count) {
    for (int threads = limit; threads >= 1; threads /= 2) {
      times.add(threads, stepNanos(slice, count, threads));
    }
  }

  /** A first step of so many rows, shared by so many threads whatever was chosen before. */
  static long stepNanos(Slice slice, int count, int threads) {
    try (var cache = slice.openCache(count)) {
      var work = new SliceWork(cache, 0, MadeUpInput.of(slice, count), Wanted.LARGEST);
      var begin = System.nanoTime();
      slice.forward(List.of(work), threads);
      return System.nanoTime() - begin;
    }
  }

  /** How long steps took, by the count of their threads. */
  static final class Times {
    private final SortedMap<Integer, List<Long>> byThreads = new TreeMap<>();

    void add(int threads, long nanos) {
      byThreads.computeIfAbsent(threads, t -> new ArrayList<>()).add(nanos);
    }

    /** Of one step with every count. */
    private long ofRound() {
      return byThreads.values().stream().mapToLong(Times::undisturbed).sum();
    }

    /** The fewest threads whose step takes as long as the fastest one's, or little longer. */
    int fewest() {
      var fastest = byThreads.values().stream().mapToLong(Times::undisturbed).min().orElseThrow();
      return byThreads.keySet().stream()
          .filter(threads -> undisturbed(byThreads.get(threads)) <= ALIKE * fastest)
          .findFirst()
          .orElseThrow();
    }

    /**
     * The lower quartile, of up to three the shortest: the machine is busy with the start of the
     * node itself and of others, which makes most steps longer, those of all threads above all.
     */
    private static long undisturbed(List<Long> times) {
      var sorted = new ArrayList<>(times);
      Collections.sort(sorted);
      return sorted.get(sorted.size() / 4);
    }
  }
}
