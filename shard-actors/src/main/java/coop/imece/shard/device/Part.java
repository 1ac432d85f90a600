package coop.imece.shard.device;

import java.util.Arrays;

/**
 * One figure of the benchmark: the same work over and over, in rounds of a tenth of a second. The
 * median of the rounds is sustained work that a short disturbance does not change.
 */
abstract class Part implements AutoCloseable {
  private static final double ROUND_SECONDS = 0.1;

  private final String name;
  private final double[] rounds;
  private int done;
  private boolean ready;
  private int times = 1;

  Part(String name, int rounds) {
    this.name = name;
    this.rounds = new double[rounds];
  }

  String name() {
    return name;
  }

  /** Steps in all: to make ready, then the rounds. */
  int steps() {
    return rounds.length + 1;
  }

  boolean isDone() {
    return done == rounds.length;
  }

  /** Takes memory, makes ready, or runs one round. */
  final void step() {
    if (!ready) {
      prepare();
      run(1); // the first run touches memory for the first time
      times = Math.max(1, (int) (ROUND_SECONDS / run(1)));
      ready = true;
    } else {
      rounds[done++] = run(times) / times;
    }
  }

  /** Seconds of so many repetitions. */
  private double run(int times) {
    var start = System.nanoTime();
    var result = compute(times);
    var seconds = (System.nanoTime() - start) / 1e9;
    if (!(Math.abs(result / expected() - 1) < 0.05)) {
      throw new IllegalStateException(
          "%s: this machine computes %s, expected %s".formatted(name, result, expected()));
    }
    return seconds;
  }

  /** Seconds of one repetition, once done. */
  double seconds() {
    var sorted = rounds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  abstract void prepare();

  @Override
  public abstract void close();

  abstract double compute(int times);

  /** What {@link #compute} returns on a machine that computes right. */
  abstract double expected();
}
