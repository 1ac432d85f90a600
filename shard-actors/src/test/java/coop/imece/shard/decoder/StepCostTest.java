package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StepCostTest {
  @Test
  void a_step_that_takes_its_cost_and_its_rows_is_seen_through() {
    for (var seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      var cost = 1 + random.nextInt(StepCost.MOST - 1);
      var count = 2 + random.nextInt(500);
      var each = 1e-6 * (1 + random.nextInt(1_000));
      var found = StepCost.rows(count, (cost + count) * each, (cost + 1) * each);
      assertEquals(cost, found, 0.01 * cost + 1, "seed " + seed);
    }
  }

  @Test
  void rows_that_cost_nothing_make_a_step_cost_the_most() {
    assertEquals(StepCost.MOST, StepCost.rows(128, 1, 1));
    assertEquals(StepCost.MOST, StepCost.rows(128, 1, 1.1));
  }

  @Test
  void a_step_costs_at_least_a_row() {
    assertEquals(1, StepCost.rows(128, 128, 1));
    assertEquals(1, StepCost.rows(128, 200, 1));
  }
}
