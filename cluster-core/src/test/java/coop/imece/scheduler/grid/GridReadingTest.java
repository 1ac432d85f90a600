package coop.imece.scheduler.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GridReadingTest {

  @Test
  void an_idle_clean_renewable_grid_scores_one_and_its_opposite_nothing() {
    assertEquals(1.0, new GridReading(0, 0, 1).score(), 1e-12);
    assertEquals(0.0, new GridReading(1, 1, 0).score(), 1e-12);
    assertEquals(0.4 * 0.3 + 0.4 * 0.8 + 0.2 * 0.6, new GridReading(0.7, 0.2, 0.6).score(), 1e-12);
  }

  @Test
  void the_score_falls_with_load_and_carbon_and_rises_with_renewables_within_its_bounds() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 10_000; round++) {
      var a = new GridReading(random.nextDouble(), random.nextDouble(), random.nextDouble());
      var worse =
          new GridReading(
              a.load() + (1 - a.load()) * random.nextDouble(),
              a.carbon() + (1 - a.carbon()) * random.nextDouble(),
              a.renewable() * random.nextDouble());
      assertTrue(0 <= worse.score() && worse.score() <= a.score() && a.score() <= 1, "" + seed);
    }
  }

  @Test
  void a_value_outside_its_range_is_refused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> new GridReading(0.5, -0.1, 0));
    assertEquals("carbon must be between 0 and 1, was -0.1", refusal.getMessage());
  }
}
