package coop.imece.gateway.bench.pipeline.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.gateway.bench.pipeline.SessionTrace;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TimedAnswerTest {
  @Test
  @Timeout(30)
  void who_waits_is_told_when_no_answer_can_come_any_more() {
    var died = new CommandFailure(ExitCode.FAILED, "node-1 ended");
    var looks = new AtomicInteger();
    var answer =
        new TimedAnswer(
            () -> {
              if (looks.incrementAndGet() == 2) {
                throw died;
              }
            });
    assertEquals(died, assertThrows(CommandFailure.class, answer::awaitFirst));
    assertEquals(2, looks.get());
  }

  @Test
  void an_answer_that_has_come_or_failed_is_not_watched() {
    var answer = new TimedAnswer(() -> assertEquals("an answer", "nobody to make it"));
    var trace = new SessionTrace(1, List.of(2L, 3L));
    answer.begun().complete(null);
    answer.trace().complete(trace);
    answer.awaitFirst();
    assertEquals(trace, answer.await());
    var failed = new TimedAnswer(answer.watch());
    failed.fail("none has the model");
    var failure = assertThrows(CommandFailure.class, failed::await);
    assertEquals("no answer: none has the model", failure.getMessage());
  }
}
