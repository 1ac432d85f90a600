package coop.imece.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.scheduler.HardwareWatch.Finding;
import coop.imece.scheduler.hardware.StepTimes;
import coop.imece.scheduler.registry.Measurement;
import coop.imece.scheduler.registry.Measurements;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HardwareWatchTest {
  /** A step over its two layers of 1 GB takes 0.1 s at 20 GB/s. */
  private static final ServedModel MODEL =
      new ServedModel("m", Precision.BF16, 4, 1_000_000_000, 10, 10, 1, 64);

  private static final Measurement MEASUREMENT = Measurements.of(1, "gpu", 0.2);
  private static final Finding NOTHING = new Finding(false, false, OptionalDouble.empty());
  private static final long HOUR = 3_600_000;

  private final HardwareWatch watch = new HardwareWatch(new StepTimes(3), Duration.ofHours(1));
  private long millis;
  private int heard;

  private Finding hear(double seconds) {
    millis += 2_000;
    heard++;
    return watch.advertised(said(seconds + 1e-9 * heard, Optional.of("gpu")), millis);
  }

  private List<Finding> hear(int times, double seconds) {
    var findings = new ArrayList<Finding>();
    for (var i = 0; i < times; i++) {
      findings.add(hear(seconds));
    }
    return findings;
  }

  private static NodeAdvertisement said(double seconds, Optional<String> hardware) {
    var held =
        new HeldSlice(
            "m",
            new LayerRange(1, 3),
            SliceState.READY,
            64,
            0,
            Optional.of(new StageSpeed(seconds, 0.001)));
    return new NodeAdvertisement(
        MEASUREMENT.node(),
        List.of(MODEL),
        1 << 20,
        Optional.empty(),
        Optional.of(held),
        Optional.empty(),
        hardware,
        Instant.EPOCH);
  }

  @Test
  void a_node_with_a_result_that_was_never_heard_is_asked_until_it_says_it() {
    assertEquals(NOTHING, watch.advertised(said(0.1, Optional.empty()), 0));
    var ask = new Finding(true, false, OptionalDouble.empty());
    assertEquals(ask, watch.advertised(said(0.1, Optional.of("gpu")), 0));
    assertEquals(ask, watch.advertised(said(0.1, Optional.of("gpu")), 2_000));
    watch.registered(MEASUREMENT);
    assertEquals(NOTHING, watch.advertised(said(0.1, Optional.of("gpu")), 4_000));
    watch.left(MEASUREMENT.node());
    assertEquals(ask, watch.advertised(said(0.1, Optional.of("gpu")), 6_000));
  }

  @Test
  void steps_within_the_tolerance_say_nothing() {
    watch.registered(MEASUREMENT);
    hear(50, 0.29).forEach(finding -> assertEquals(NOTHING, finding));
    hear(50, 0.034).forEach(finding -> assertEquals(NOTHING, finding));
  }

  @Test
  void steps_that_stay_too_slow_lower_the_multiplier_and_ask_for_a_new_benchmark() {
    watch.registered(MEASUREMENT);
    hear(9, 0.6).forEach(finding -> assertEquals(NOTHING, finding));
    var tenth = hear(0.6);
    assertEquals(true, tenth.measureAgain());
    assertEquals(2, tenth.slowness().orElseThrow(), 1e-6);
    hear(20, 0.6).forEach(finding -> assertEquals(NOTHING, finding));
  }

  @Test
  void a_few_slow_steps_are_a_disturbance() {
    watch.registered(MEASUREMENT);
    for (var i = 0; i < 10; i++) {
      hear(9, 0.6).forEach(finding -> assertEquals(NOTHING, finding));
      assertEquals(NOTHING, hear(0.1));
    }
  }

  @Test
  void the_same_step_time_said_again_counts_once() {
    watch.registered(MEASUREMENT);
    for (var i = 0; i < 50; i++) {
      assertEquals(NOTHING, watch.advertised(said(0.6, Optional.of("gpu")), i));
    }
  }

  @Test
  void steps_that_are_fast_again_lift_the_cap() {
    watch.registered(MEASUREMENT);
    hear(10, 0.6);
    var lifted = hear(10, 0.1).get(9);
    assertEquals(new Finding(false, false, OptionalDouble.of(1)), lifted);
  }

  @Test
  void steps_quicker_than_the_memory_ask_for_a_new_benchmark_and_cap_nothing() {
    watch.registered(MEASUREMENT);
    assertEquals(new Finding(false, true, OptionalDouble.empty()), hear(10, 0.02).get(9));
  }

  @Test
  void a_node_is_asked_to_measure_again_once_an_hour_at_most() {
    watch.registered(MEASUREMENT);
    hear(10, 0.6);
    millis += HOUR - 60_000;
    hear(20, 0.6).forEach(finding -> assertFalse(finding.measureAgain()));
    millis += 60_000;
    assertEquals(true, hear(0.6).measureAgain());
  }

  @Test
  void a_new_result_is_judged_anew() {
    watch.registered(MEASUREMENT);
    hear(10, 0.6);
    watch.registered(MEASUREMENT);
    hear(20, 0.6).forEach(finding -> assertEquals(NOTHING, finding));
    watch.registered(Measurements.of(1, "gpu", 0.3));
    assertEquals(2, hear(10, 0.6).get(9).slowness().orElseThrow(), 1e-6);
  }

  @Test
  void a_small_slice_says_nothing_about_its_machine() {
    var small = new ServedModel("m", Precision.BF16, 4, 10_000_000, 10, 10, 1, 64);
    watch.registered(MEASUREMENT);
    for (var i = 0; i < 20; i++) {
      var said = said(0.6 + 1e-9 * i, Optional.of("gpu"));
      var ofSmall =
          new NodeAdvertisement(
              said.node(),
              List.of(small),
              said.memoryBytes(),
              Optional.empty(),
              said.slice(),
              Optional.empty(),
              said.hardware(),
              said.startedAt());
      assertEquals(NOTHING, watch.advertised(ofSmall, i));
    }
  }
}
