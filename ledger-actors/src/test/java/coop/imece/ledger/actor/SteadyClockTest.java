package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
  private static final long START = 1_800_000_000_000L;

  private final SteadyClock clock = new SteadyClock();

  @Test
  void a_clock_that_goes_with_the_time_is_steady() {
    for (int second = 0; second < 10_000; second += 10) {
      assertTrue(look(second, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3_600, -3_600, 301, -301})
  void a_clock_that_was_set_is_doubted_for_ten_minutes(int leap) {
    assertTrue(look(0, 0));
    assertFalse(look(10, leap));
    assertFalse(look(609, leap));
    assertTrue(look(610, leap));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1, 300, -300})
  void a_leap_second_or_a_correction_is_no_reason_to_doubt(int leap) {
    assertTrue(look(0, 0));
    assertTrue(look(10, leap));
  }

  @Test
  void a_clock_that_stands_still_is_doubted() {
    assertTrue(look(0, 0));
    assertFalse(look(400, -400));
  }

  private boolean look(int seconds, int ahead) {
    return clock.isSteady(
        START + 1_000L * (seconds + ahead), Duration.ofSeconds(seconds).toNanos());
  }
}
