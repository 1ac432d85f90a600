package coop.imece.node.power;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WorkingPowerTest {
  private static final long SECOND = 1_000_000_000;

  private final WorkingPower power = new WorkingPower();
  private long now;

  private void look(double joules, boolean works) {
    now += 2 * SECOND;
    power.look(joules, works, now);
  }

  @Test
  void only_spans_in_which_sessions_run_at_both_ends_count() {
    look(500, true);
    look(20, false);
    look(20, false);
    look(900, true);
    assertEquals(OptionalInt.empty(), power.watts());
    look(90, true);
    assertEquals(OptionalInt.of(45), power.watts());
    look(20, false);
    assertEquals(OptionalInt.of(45), power.watts());
  }

  @Test
  void it_follows_a_change_slowly() {
    look(0, true);
    look(90, true);
    look(140, true);
    assertEquals(OptionalInt.of(50), power.watts());
  }

  @Test
  void a_counter_that_stands_still_says_nothing() {
    look(0, true);
    look(0, true);
    assertEquals(OptionalInt.empty(), power.watts());
  }
}
