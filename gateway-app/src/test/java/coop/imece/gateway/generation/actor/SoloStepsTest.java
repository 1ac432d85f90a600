package coop.imece.gateway.generation.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.stage.StageAssignment;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoloStepsTest {
  private static final long MILLI = 1_000_000;

  private static final StageAssignment STAGE =
      new StageAssignment(new NodeId("n_%032x".formatted(1)), new LayerRange(0, 4), null);

  @Test
  void eight_steps_in_a_row_are_timed_and_the_quickest_eight_count() {
    var solo = new SoloSteps("m", STAGE);
    for (var token = 0; token <= 16; token++) {
      solo.came(100 + token, token <= 8 ? token * 10 * MILLI : (80 + (token - 8) * 7) * MILLI);
    }
    var seen = solo.seen().orElseThrow();
    assertEquals(0.007, seen.quickestSeconds(), 1e-9);
    assertEquals(16, seen.steps());
    assertEquals(1, seen.sessions());
  }

  @Test
  void a_token_out_of_turn_begins_anew() {
    var solo = new SoloSteps("m", STAGE);
    for (var token = 0; token < 8; token++) {
      solo.came(token, token * MILLI);
    }
    solo.came(9, 9 * MILLI);
    assertEquals(Optional.empty(), solo.seen());
  }

  @Test
  void arrivals_that_bunch_make_steps_hardly_quicker_than_they_are() {
    var random = new Random(1);
    for (var round = 0; round < 200; round++) {
      var seconds = quickestOf(random);
      assertTrue(seconds >= 0.010 - 0.008 / 8, "seconds " + seconds);
    }
  }

  /** Steps of 10 ms, each arrival up to 8 ms late. */
  private static double quickestOf(Random random) {
    var solo = new SoloSteps("m", STAGE);
    for (var token = 0; token < 200; token++) {
      solo.came(token, token * 10 * MILLI + random.nextInt((int) (8 * MILLI)));
    }
    return solo.seen().orElseThrow().quickestSeconds();
  }
}
