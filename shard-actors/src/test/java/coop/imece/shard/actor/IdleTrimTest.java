package coop.imece.shard.actor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleTrimTest {
  private static final long IDLE = 100;
  private final IdleTrim trim = new IdleTrim(Duration.ofNanos(IDLE));

  @Test
  void memory_is_given_back_when_nothing_has_run_for_the_time() {
    assertFalse(trim.isDue(IDLE), "nothing has run yet");
    trim.ran(1_000);
    assertFalse(trim.isDue(1_000 + IDLE - 1));
    assertTrue(trim.isDue(1_000 + IDLE));
  }

  @Test
  void a_stage_that_is_never_idle_for_so_long_keeps_it() {
    for (var now = 0L; now < 100 * IDLE; now += IDLE - 1) {
      trim.ran(now);
      assertFalse(trim.isDue(now + IDLE - 1));
    }
  }

  @Test
  void it_is_given_back_once_until_something_runs_again() {
    trim.ran(0);
    assertTrue(trim.isDue(IDLE));
    trim.trimmed();
    assertFalse(trim.isDue(10 * IDLE));
    trim.ran(10 * IDLE);
    assertTrue(trim.isDue(11 * IDLE));
  }
}
