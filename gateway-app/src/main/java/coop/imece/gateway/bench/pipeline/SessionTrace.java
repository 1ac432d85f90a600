package coop.imece.gateway.bench.pipeline;

import java.util.List;

/**
 * When the tokens of one answer came.
 *
 * @param startedNanos when the answer was asked for
 * @param tokenNanos in the order of the tokens, by the same clock
 */
public record SessionTrace(long startedNanos, List<Long> tokenNanos) {
  public SessionTrace {
    tokenNanos = List.copyOf(tokenNanos);
    if (tokenNanos.size() < 2) {
      throw new IllegalArgumentException(
          "a trace needs 2 or more tokens, was " + tokenNanos.size());
    }
  }

  long firstNanos() {
    return tokenNanos.get(0);
  }

  long lastNanos() {
    return tokenNanos.get(tokenNanos.size() - 1);
  }

  /** From the question to the first token: plan, opening of the stages, prompt. */
  double firstTokenSeconds() {
    return (firstNanos() - startedNanos) / 1e9;
  }

  /** Mean time from a token to the next one. */
  double secondsPerToken() {
    return (lastNanos() - firstNanos()) / 1e9 / (tokenNanos.size() - 1);
  }
}
