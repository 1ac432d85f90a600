package coop.imece.gateway.bench.pipeline;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One repetition: the pipeline and the bare loop, one soon after the other, so that what else goes
 * on in the machine meets both.
 *
 * @param many empty when only one session was asked for
 */
record Round(Alone alone, Optional<Together> many, Bare bare) {

  /**
   * One session in the pipeline.
   *
   * @param computeSecondsPerToken sum over the stages of the mean time that the engine took for a
   *     decode step, by the stages' own clocks
   * @param bytesPerToken written by all node processes from the first token to the last, for each
   *     token; empty where the system does not count them
   */
  record Alone(SessionTrace trace, double computeSecondsPerToken, OptionalDouble bytesPerToken) {

    double tokensPerSecond() {
      return 1 / trace.secondsPerToken();
    }

    /** What a token takes beside the stages' computing: actors, TLS, the wire, waking up. */
    double besideComputeSeconds() {
      return trace.secondsPerToken() - computeSecondsPerToken;
    }
  }

  /**
   * The same slices in one process, tokens a second.
   *
   * @param prefill of one prompt
   * @param decode of one session
   * @param many of all sessions together; empty when only one was asked for
   * @param memory bytes a second that as many threads read from memory
   */
  record Bare(double prefill, double decode, OptionalDouble many, double memory) {}
}
