package coop.imece.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionProgressTest {
  private static final long SECOND = 1_000_000_000L;
  private final ConnectionProgress progress =
      new ConnectionProgress(Duration.ofSeconds(10), Duration.ofSeconds(60), 0);

  @Test
  void more_bytes_do_not_move_the_headers_deadline() {
    progress.bytesRead(5 * SECOND);
    progress.bytesRead(14 * SECOND);
    assertEquals(Optional.empty(), progress.overdue(15 * SECOND - 1));
    assertEquals(Optional.of("headers took longer than 10000 ms"), progress.overdue(15 * SECOND));
  }

  @Test
  void an_answer_under_way_has_no_deadline_here() {
    progress.bytesRead(0);
    progress.requestRead(SECOND);
    progress.bytesRead(2 * SECOND);
    assertEquals(Optional.empty(), progress.overdue(10_000 * SECOND));
  }

  @Test
  void an_idle_connection_is_overdue_a_minute_after_its_last_answer() {
    progress.requestRead(0);
    progress.answered(100 * SECOND);
    assertEquals(Optional.empty(), progress.overdue(160 * SECOND - 1));
    assertEquals(Optional.of("no request within 60000 ms"), progress.overdue(160 * SECOND));
  }

  @Test
  void a_draining_connection_is_drained_when_its_answer_is_out() {
    progress.requestRead(0);
    progress.drain();
    assertFalse(progress.isDrained());
    progress.answered(SECOND);
    assertTrue(progress.isDrained());
  }
}
