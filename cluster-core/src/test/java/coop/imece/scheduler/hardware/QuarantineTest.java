package coop.imece.scheduler.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuarantineTest {

  @ParameterizedTest
  @CsvSource({
    "10000, 80000, 259200",
    "20000, 30000, 50541",
    "1000, 5000, 200615",
    "10000, 20000, 86400",
    "10000, 10000, 0",
    "80000, 500, 0"
  })
  void it_lasts_a_day_for_each_doubling_and_not_at_all_for_a_downgrade(
      int oldM4, int newM4, long seconds) {
    assertEquals(seconds, Quarantine.seconds(oldM4, newM4));
  }

  @Test
  void two_upgrades_wait_together_as_long_as_one_up_to_a_second_of_rounding() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 10_000; round++) {
      var sorted = random.ints(3, 500, 80_001).sorted().toArray();
      var inSteps =
          Quarantine.seconds(sorted[0], sorted[1]) + Quarantine.seconds(sorted[1], sorted[2]);
      var atOnce = Quarantine.seconds(sorted[0], sorted[2]);
      assertTrue(atOnce <= inSteps && inSteps <= atOnce + 1, "seed " + seed);
    }
  }

  @Test
  void a_multiplier_of_nothing_is_refused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Quarantine.seconds(0, 1));
    assertEquals(
        "multipliers must be 1 or more ten-thousandths, was 0 and 1", refusal.getMessage());
  }
}
