package coop.imece.shard.neighbour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.scheduler.SeenSteps;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StepWatchTest {
  private static final long MILLI = 1_000_000;
  private static final long PERIOD = 30_000 * MILLI;
  private static final NodeId NODE = new NodeId("n_%032x".formatted(1));
  private static final LayerRange LAYERS = new LayerRange(2, 4);

  private final StepWatch watch = new StepWatch(PERIOD);
  private long now = 1_000 * PERIOD;

  private static SessionId session(int index) {
    return new SessionId(new UUID(1, index));
  }

  private void step(int position, long millis, double waySeconds, int sessions) {
    watch.sent(session(1), 1, position, now);
    now += millis * MILLI;
    arrived(1, position, waySeconds, sessions);
  }

  private void arrived(int attempt, int position, double waySeconds, int sessions) {
    var seen = new StepWatch.Seen(NODE, "m", LAYERS);
    watch.arrived(session(1), attempt, position, seen, waySeconds, sessions, now);
  }

  private static SeenSteps seen(double seconds, int steps, int sessions) {
    return new SeenSteps(NODE, "m", LAYERS, seconds, steps, sessions);
  }

  @Test
  void the_quickest_step_counts_without_the_way_and_the_most_sessions() {
    step(8, 60, 0.020, 1);
    step(16, 50, 0.020, 3);
    step(24, 90, 0.020, 2);
    assertEquals(List.of(seen(0.050 - 0.020, 3, 3)), watch.seen(now));
  }

  @Test
  void only_every_eighth_position_is_timed() {
    for (var position = 1; position < 8; position++) {
      step(position, 60, 0, 1);
    }
    assertEquals(List.of(), watch.seen(now));
  }

  @Test
  void a_way_that_takes_longer_than_all_leaves_nothing_and_not_less() {
    step(8, 5, 0.020, 1);
    assertEquals(List.of(seen(0, 1, 1)), watch.seen(now));
  }

  @Test
  void what_arrives_twice_or_of_another_attempt_or_position_is_not_timed() {
    step(8, 60, 0, 1);
    arrived(1, 8, 0, 1);
    watch.sent(session(1), 1, 16, now);
    arrived(2, 16, 0, 1);
    arrived(1, 24, 0, 1);
    assertEquals(List.of(seen(0.060, 1, 1)), watch.seen(now));
  }

  @Test
  void a_period_is_kept_once_it_is_over_and_then_forgotten() {
    step(8, 40, 0, 1);
    now += PERIOD;
    step(16, 60, 0, 1);
    assertEquals(List.of(seen(0.040, 2, 1)), watch.seen(now));
    now += PERIOD;
    assertEquals(List.of(seen(0.060, 1, 1)), watch.seen(now));
    now += 2 * PERIOD;
    assertEquals(List.of(), watch.seen(now));
  }
}
