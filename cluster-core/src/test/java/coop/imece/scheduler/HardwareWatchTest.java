package coop.imece.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.scheduler.HardwareWatch.Finding;
import coop.imece.scheduler.hardware.StepTimes;
import coop.imece.scheduler.registry.Measurement;
import coop.imece.scheduler.registry.Measurements;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HardwareWatchTest {
  /** A step over its two layers of 1.25 GB takes 0.125 s at 20 GB/s. */
  private static final ServedModel MODEL =
      new ServedModel("m", Precision.BF16, 4, 1_250_000_000, 10, 10, 1, 64);

  private static final LayerRange LAYERS = new LayerRange(1, 3);
  private static final double PREDICTED = 0.125;
  private static final Measurement MEASUREMENT = Measurements.of(1, "gpu", 0.2);
  private static final NodeId NODE = MEASUREMENT.node();
  private static final SessionId SESSION = new SessionId(new UUID(1, 2));
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private final HardwareWatch watch = new HardwareWatch(new StepTimes(3), Duration.ofHours(1));
  private long millis;

  private static NodeAdvertisement said(ServedModel model, int sessions, Optional<String> gpu) {
    var held = new HeldSlice("m", LAYERS, SliceState.READY, 64, sessions, Optional.empty());
    return new NodeAdvertisement(
        NODE,
        List.of(model),
        1 << 20,
        Optional.empty(),
        Optional.of(held),
        Optional.empty(),
        gpu,
        Optional.empty(),
        Sightings.NONE,
        Instant.EPOCH);
  }

  @BeforeEach
  void theNodeServes() {
    watch.advertised(said(MODEL, 1, Optional.of("gpu")));
    watch.registered(MEASUREMENT);
  }

  private static SeenSteps seen(double seconds, int steps, int sessions) {
    return new SeenSteps(NODE, "m", LAYERS, seconds, steps, sessions);
  }

  private static NodeId neighbour(int index) {
    return new NodeId("n_%032x".formatted(index));
  }

  private List<Finding> see(int neighbour, double seconds) {
    millis += 2_000;
    return watch.seen(neighbour(neighbour), List.of(seen(seconds, 16, 1)), millis);
  }

  private static Finding finding(boolean again, double slowness) {
    return new Finding(NODE, again, OptionalDouble.of(slowness));
  }

  @Test
  void a_node_with_a_result_that_was_never_heard_is_asked_until_it_says_it() {
    var fresh = new HardwareWatch(new StepTimes(3), Duration.ofHours(1));
    assertEquals(false, fresh.advertised(said(MODEL, 0, Optional.empty())));
    assertEquals(true, fresh.advertised(said(MODEL, 0, Optional.of("gpu"))));
    assertEquals(true, fresh.advertised(said(MODEL, 0, Optional.of("gpu"))));
    fresh.registered(MEASUREMENT);
    assertEquals(false, fresh.advertised(said(MODEL, 0, Optional.of("gpu"))));
    fresh.left(NODE);
    assertEquals(true, fresh.advertised(said(MODEL, 0, Optional.of("gpu"))));
  }

  @Test
  void a_node_that_claims_more_than_its_neighbours_see_is_capped_and_measured_anew() {
    assertEquals(List.of(finding(true, 2)), see(5, 0.75));
    assertEquals(List.of(), see(5, 0.75));
  }

  @Test
  void steps_within_the_tolerance_say_nothing() {
    assertEquals(List.of(), see(5, 0.37));
    assertEquals(List.of(), see(5, 0.042));
  }

  @Test
  void what_the_node_says_of_itself_and_few_steps_count_for_nothing() {
    assertEquals(List.of(), watch.seen(NODE, List.of(seen(0.75, 16, 1)), 0));
    assertEquals(List.of(), watch.seen(neighbour(5), List.of(seen(0.75, 15, 1)), 0));
  }

  @Test
  void one_of_three_neighbours_can_neither_slander_nor_cover_up() {
    see(5, 0.125);
    see(6, 0.125);
    assertEquals(List.of(), see(7, 9.0));
    millis += 2 * MINUTE;
    see(5, 0.125);
    assertEquals(List.of(), see(6, 0.75), "of two the one that speaks for the node counts");
    assertEquals(List.of(finding(true, 2)), see(7, 0.75));
  }

  @Test
  void neighbours_of_the_same_wallet_count_for_nothing() {
    var own = Measurements.of(9, MEASUREMENT.wallet(), "cpu", 0.1);
    watch.registered(own);
    var other = Measurements.of(8, new WalletId("w_%032x".formatted(7)), "cpu2", 0.1);
    watch.registered(other);
    watch.seen(own.node(), List.of(seen(0.125, 16, 1)), 0);
    assertEquals(
        List.of(finding(true, 2)), watch.seen(other.node(), List.of(seen(0.75, 16, 1)), 0));
  }

  @Test
  void an_honest_node_is_not_capped_however_many_sessions_share_its_steps() {
    var random = new Random(1);
    for (var round = 0; round < 2_000; round++) {
      theNodeServes();
      watch.registered(Measurements.of(1, "gpu", 0.2 + 1e-6 * (round + 1))); // judged afresh
      var busy = Measurements.MEASURES.layerSeconds();
      assertEquals(4, busy.size());
      var observers = 1 + random.nextInt(6);
      for (var observer = 0; observer < observers; observer++) {
        var sessions = 1 + random.nextInt(4);
        // what else runs makes the quickest of many steps up to twice as long
        var seconds = PREDICTED * (1 + random.nextDouble());
        millis += 500;
        var found =
            watch.seen(neighbour(10 + observer), List.of(seen(seconds, 40, sessions)), millis);
        assertEquals(List.of(), found, "round " + round);
      }
    }
  }

  @Test
  void a_step_that_many_sessions_share_may_take_as_long_as_the_benchmark_says() {
    var slow =
        Measurements.withLayerSeconds(1, List.of(0.01, 0.02, 0.03, 0.04)); // eight: four times
    watch.registered(slow);
    millis = MINUTE;
    assertEquals(
        List.of(),
        watch.seen(neighbour(5), List.of(seen(1.375, 16, 8)), millis),
        "four times three");
    assertEquals(
        List.of(), watch.seen(neighbour(5), List.of(seen(9.9, 16, 9)), millis), "not measured");
    var found = watch.seen(neighbour(5), List.of(seen(1.375, 16, 1)), millis + 1).get(0);
    assertEquals(1.375 / 0.375, found.slowness().orElseThrow(), 1e-9);
  }

  @Test
  void the_sessions_of_all_neighbours_are_one_load() {
    watch.registered(Measurements.withLayerSeconds(1, List.of(0.01, 0.02, 0.03, 0.04)));
    watch.seen(neighbour(6), List.of(seen(1.375, 1, 4)), 0);
    assertEquals(List.of(), watch.seen(neighbour(5), List.of(seen(1.375, 16, 4)), 0));
    assertTrue(
        watch.seen(neighbour(5), List.of(seen(1.375, 16, 4)), 11_000).get(0).slowness().isPresent(),
        "the other has been silent for ten seconds");
  }

  @Test
  void a_higher_claim_is_never_worth_more_than_the_steps_show() {
    var random = new Random(2);
    var times = new StepTimes(3);
    for (var round = 0; round < 1_000; round++) {
      var fresh = new HardwareWatch(times, Duration.ofHours(1));
      fresh.advertised(said(MODEL, 1, Optional.of("gpu")));
      fresh.registered(MEASUREMENT);
      var seconds = PREDICTED * Math.exp(4 * random.nextDouble());
      var found = fresh.seen(neighbour(5), List.of(seen(seconds, 16, 1)), 0);
      var slowness = found.isEmpty() ? 1 : found.get(0).slowness().orElse(1);
      var implied = 3 * PREDICTED / seconds;
      assertEquals(Math.min(1, implied), 1 / slowness, 0.06, "seconds " + seconds);
    }
  }

  @Test
  void steps_that_are_quick_again_lift_the_cap_after_a_minute() {
    see(5, 0.75);
    assertEquals(List.of(), see(5, 0.125));
    millis += MINUTE;
    assertEquals(List.of(finding(false, 1)), see(5, 0.125));
  }

  @Test
  void steps_quicker_than_the_memory_ask_for_a_new_benchmark_and_cap_nothing() {
    assertEquals(List.of(new Finding(NODE, true, OptionalDouble.empty())), see(5, 0.02));
  }

  @Test
  void a_node_is_asked_to_measure_again_once_an_hour_at_most() {
    see(5, 0.75);
    millis += HOUR - MINUTE;
    assertEquals(List.of(), see(5, 0.75));
    millis += MINUTE;
    assertEquals(List.of(new Finding(NODE, true, OptionalDouble.empty())), see(5, 0.75));
  }

  @Test
  void the_owner_of_a_session_speaks_of_a_node_that_serves_alone() {
    assertEquals(Optional.of(finding(true, 2)), watch.seenByOwner(SESSION, seen(0.75, 16, 1), 0));
    watch.advertised(said(MODEL, 9, Optional.of("gpu")));
    assertEquals(Optional.empty(), watch.seenByOwner(SESSION, seen(9, 16, 1), HOUR * 2));
  }

  @Test
  void a_new_result_is_judged_anew() {
    see(5, 0.75);
    watch.registered(MEASUREMENT);
    assertEquals(List.of(), see(5, 0.75));
    watch.registered(Measurements.of(1, "gpu", 0.3));
    assertEquals(OptionalDouble.of(2), see(5, 0.75).get(0).slowness());
  }

  @Test
  void a_small_slice_and_one_that_the_node_no_longer_holds_say_nothing() {
    var small = new ServedModel("m", Precision.BF16, 4, 10_000_000, 10, 10, 1, 64);
    watch.advertised(said(small, 0, Optional.of("gpu")));
    assertEquals(List.of(), see(5, 0.75));
    watch.advertised(said(MODEL, 0, Optional.of("gpu")));
    var elsewhere = new SeenSteps(NODE, "m", new LayerRange(0, 2), 0.75, 16, 1);
    assertEquals(List.of(), watch.seen(neighbour(5), List.of(elsewhere), millis));
  }
}
