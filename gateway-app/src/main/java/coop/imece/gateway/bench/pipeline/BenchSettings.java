package coop.imece.gateway.bench.pipeline;

import coop.imece.core.Precision;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code imece bench} is to measure.
 *
 * @param model which one
 * @param stages node processes that share the layers evenly
 * @param threads for tensor work, of each node
 * @param sessions at once, for the aggregate; one session alone is always measured
 * @param prompt tokens of each prompt
 * @param tokens sampled behind each prompt
 * @param linkRtt of the lines between the nodes
 * @param starts of all processes anew
 * @param runs repetitions after each start; of all of them medians are shown
 * @param memoryBytes of each node, for weights, keys and values
 * @param seed of the prompts
 * @param soak so many requests instead of runs, and how memory goes meanwhile
 */
public record BenchSettings(
    BenchModel model,
    Precision precision,
    int stages,
    int threads,
    int sessions,
    int prompt,
    int tokens,
    Duration linkRtt,
    int starts,
    int runs,
    long memoryBytes,
    long seed,
    Optional<Integer> soak) {
  /** The first token is the prompt's, so rates need two more. */
  private static final int LEAST_TOKENS = 3;

  public BenchSettings {
    within("--stages", stages, 1, 64);
    within("--threads", threads, 1, 1_024);
    within("--sessions", sessions, 1, 256);
    within("--prompt", prompt, 1, 1 << 20);
    within("--tokens", tokens, LEAST_TOKENS, 1 << 20);
    within("--starts", starts, 1, 100);
    within("--runs", runs, 1, 1_000);
    soak.ifPresent(requests -> within("--soak", requests, Soak.LOOKS, 10_000_000));
    if (soak.isPresent() && starts > 1) {
      throw new IllegalArgumentException(
          "--soak goes with one start, --starts was %d".formatted(starts));
    }
    if (memoryBytes < 1) {
      throw new IllegalArgumentException(
          "--memory must be above 0, was %d bytes".formatted(memoryBytes));
    }
    if (linkRtt.isNegative() || linkRtt.compareTo(Duration.ofSeconds(10)) > 0) {
      throw new IllegalArgumentException(
          "--link-rtt must be 0ms to 10s, was %s".formatted(linkRtt));
    }
    if (!linkRtt.isZero() && stages == 1) {
      throw new IllegalArgumentException(
          "--link-rtt needs --stages 2 or more: one stage has no line");
    }
  }

  private static void within(String flag, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, was %d".formatted(flag, least, most, value));
    }
  }
}
