package coop.imece.gateway.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TogetherTest {
  @Test
  void one_session_is_timed_from_its_first_token_to_its_last() {
    var trace = trace(10, 30, 40, 60);
    assertEquals(20, trace.firstTokenSeconds(), 1e-9);
    assertEquals(15, trace.secondsPerToken(), 1e-9);
    assertEquals(1.0 / 15, new Together(List.of(trace)).decodeRate().orElseThrow(), 1e-9);
  }

  @Test
  void the_aggregate_counts_only_while_every_session_decodes() {
    var early = trace(0, 10, 20, 30, 40, 50);
    var late = trace(0, 30, 40, 50, 60, 70);
    // from 30 to 50: tokens at 40 and 50 of both
    assertEquals(4 / 20.0, together(early, late).decodeRate().orElseThrow(), 1e-9);
    assertEquals(10 / 70.0, together(early, late).wholeRate(), 1e-9);
    assertEquals(List.of(10.0, 30.0), together(early, late).firstTokenSeconds());
  }

  @Test
  void sessions_that_never_decode_at_once_have_no_aggregate() {
    assertEquals(OptionalDouble.empty(), together(trace(0, 1, 2, 3), trace(0, 3, 4)).decodeRate());
  }

  @Test
  void a_trace_of_one_token_is_refused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> trace(0, 1));
    assertEquals("a trace needs 2 or more tokens, was 1", thrown.getMessage());
  }

  private static Together together(SessionTrace... traces) {
    return new Together(List.of(traces));
  }

  /** In whole seconds. */
  static SessionTrace trace(long started, long... tokens) {
    return new SessionTrace(
        started * 1_000_000_000,
        Arrays.stream(tokens).map(s -> s * 1_000_000_000).boxed().toList());
  }
}
