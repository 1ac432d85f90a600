package coop.imece.scheduler.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiplierTest {

  /** Scores that all have one value have that value as index. */
  private static DeviceScores all(double index) {
    return new DeviceScores(index, index, index);
  }

  @ParameterizedTest
  @CsvSource({
    "0.00, MOBILE_EDGE, 500",
    "0.05, CPU_ONLY, 1000",
    "0.15, ENTRY_CONSUMER_GPU, 5000",
    "0.35, MID_CONSUMER_GPU, 10000",
    "0.55, HIGH_CONSUMER_GPU, 20000",
    "0.70, PROSUMER_GPU, 30000",
    "0.82, PROFESSIONAL_ACCEL, 50000",
    "0.92, DATACENTER_ACCEL, 80000",
    "1.00, DATACENTER_ACCEL, 80000"
  })
  void a_class_begins_at_its_index_with_its_multiplier(
      double index, HardwareClass expected, int m4) {
    assertEquals(expected, HardwareClass.of(index));
    assertEquals(m4, expected.m4());
    if (index > 0 && index < 1) {
      assertEquals(HardwareClass.values()[expected.ordinal() - 1], HardwareClass.of(index - 1e-9));
    }
    var scores = all(index);
    assertEquals(m4, Multiplier.m4(scores, DeviceKind.ACCELERATOR), 1);
  }

  @Test
  void the_index_weighs_matmul_half_memory_three_tenths_and_latency_two_tenths() {
    assertEquals(0.5, new DeviceScores(1, 0, 0).index());
    assertEquals(0.3, new DeviceScores(0, 1, 0).index());
    assertEquals(0.2, new DeviceScores(0, 0, 1).index());
  }

  @Test
  void half_way_through_a_class_the_multiplier_is_half_way_to_the_next() {
    assertEquals(7_500, Multiplier.m4(all(0.25), DeviceKind.ACCELERATOR), 1);
    assertEquals(65_000, Multiplier.m4(all(0.87), DeviceKind.ACCELERATOR), 1);
  }

  @Test
  void a_faster_device_never_has_a_lower_multiplier_and_all_lie_between_the_ends() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 20_000; round++) {
      var a = random.nextDouble();
      var b = random.nextDouble();
      for (var kind : DeviceKind.values()) {
        var low = Multiplier.m4(all(Math.min(a, b)), kind);
        var high = Multiplier.m4(all(Math.max(a, b)), kind);
        assertTrue(500 <= low && low <= high && high <= 80_000, "seed " + seed);
      }
    }
  }

  @Test
  void a_machine_without_an_accelerator_never_leaves_its_class_nor_an_integrated_one() {
    assertEquals(1_000, Multiplier.m4(all(1), DeviceKind.NO_ACCELERATOR));
    assertEquals(
        HardwareClass.CPU_ONLY, Multiplier.hardwareClass(all(1), DeviceKind.NO_ACCELERATOR));
    assertEquals(5_000, Multiplier.m4(all(1), DeviceKind.INTEGRATED_GPU));
    assertEquals(
        HardwareClass.ENTRY_CONSUMER_GPU,
        Multiplier.hardwareClass(all(1), DeviceKind.INTEGRATED_GPU));
    assertEquals(
        HardwareClass.MOBILE_EDGE, Multiplier.hardwareClass(all(0), DeviceKind.INTEGRATED_GPU));
  }

  @Test
  void a_device_that_its_neighbours_see_slower_than_claimed_is_worth_as_much_less() {
    var times = new StepTimes(2);
    var predicted = StepTimes.predicted(1_000_000_000, 50e9);
    assertEquals(0.02, predicted);
    assertEquals(80_000, Multiplier.capped(80_000, times.slowness(0.04 / predicted)));
    assertEquals(20_000, Multiplier.capped(80_000, times.slowness(0.16 / predicted)));
    assertEquals(80_000, Multiplier.capped(80_000, times.slowness(0.001 / predicted)));
  }

  @Test
  void step_times_far_off_in_either_direction_ask_for_a_new_benchmark() {
    var times = new StepTimes(2);
    assertEquals(false, times.farOff(1.95));
    assertEquals(true, times.farOff(2.05));
    assertEquals(false, times.farOff(0.55));
    assertEquals(true, times.farOff(0.45));
  }

  @Test
  void a_score_outside_its_range_is_refused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> new DeviceScores(0, 1.01, 0));
    assertEquals("memory must be between 0 and 1, was 1.01", refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new DeviceScores(Double.NaN, 0, 0));
  }
}
