package coop.imece.gateway.bench.pipeline;

import java.util.List;
import java.util.OptionalDouble;

/** What sessions that ran at once did together. */
record Together(List<SessionTrace> traces) {
  Together {
    traces = List.copyOf(traces);
  }

  /**
   * Tokens a second of all sessions while every one of them was decoding: from the moment when the
   * last one had its first token until the first one had its last. Empty when they never were.
   */
  OptionalDouble decodeRate() {
    var start = traces.stream().mapToLong(SessionTrace::firstNanos).max().orElseThrow();
    var end = traces.stream().mapToLong(SessionTrace::lastNanos).min().orElseThrow();
    if (end <= start) {
      return OptionalDouble.empty();
    }
    var tokens =
        traces.stream()
            .flatMap(trace -> trace.tokenNanos().stream())
            .filter(nanos -> nanos > start && nanos <= end)
            .count();
    return OptionalDouble.of(tokens * 1e9 / (end - start));
  }

  /** Tokens a second from the first question to the last token, prompts included. */
  double wholeRate() {
    var start = traces.stream().mapToLong(SessionTrace::startedNanos).min().orElseThrow();
    var end = traces.stream().mapToLong(SessionTrace::lastNanos).max().orElseThrow();
    var tokens = traces.stream().mapToLong(trace -> trace.tokenNanos().size()).sum();
    return tokens * 1e9 / (end - start);
  }

  List<Double> firstTokenSeconds() {
    return traces.stream().map(SessionTrace::firstTokenSeconds).toList();
  }
}
