package coop.imece.scheduler.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibrationTest {
  @ParameterizedTest
  @EnumSource
  void every_example_lands_in_its_class(ExampleDevice device) {
    var scores = Calibration.scores(device.measures());
    assertEquals(
        device.hardwareClass(),
        Multiplier.hardwareClass(scores, device.kind()),
        () -> scores + ", index " + scores.index());
  }

  @Test
  void the_baseline_is_worth_between_one_and_two() {
    var m4 =
        Multiplier.m4(
            Calibration.scores(ExampleDevice.RTX_3060.measures()), ExampleDevice.RTX_3060.kind());
    assertEquals(13_500, m4, 1);
  }

  /** Measured on two cores of a Zen 4 server processor. */
  private static final DeviceMeasures TWO_SERVER_CORES =
      new DeviceMeasures(3.93e11, 3.48e10, 7.1e9, List.of(0.0086, 0.0087, 0.0089, 0.0092));

  @Test
  void two_cores_of_a_server_lie_between_a_raspberry_pi_and_a_desktop() {
    var index = Calibration.scores(TWO_SERVER_CORES).index();
    var pi = Calibration.scores(ExampleDevice.RASPBERRY_PI_5.measures()).index();
    var desktop = Calibration.scores(ExampleDevice.CORE_I5_12400.measures()).index();
    assertTrue(2 * pi < index && index < desktop, "index " + index);
  }

  @Test
  void on_either_side_of_the_border_of_processors_a_machine_is_worth_the_same() {
    var below = new DeviceScores(0.049, 0.049, 0.049);
    var above = new DeviceScores(0.051, 0.051, 0.051);
    var kind = DeviceKind.NO_ACCELERATOR;
    assertEquals(HardwareClass.MOBILE_EDGE, Multiplier.hardwareClass(below, kind));
    assertEquals(HardwareClass.CPU_ONLY, Multiplier.hardwareClass(above, kind));
    assertTrue(Multiplier.m4(below, kind) >= 0.98 * Multiplier.m4(above, kind));
  }

  @Test
  void what_is_better_in_any_figure_never_scores_less() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var i = 0; i < 2_000; i++) {
      var one = drawn(random);
      var factor = 1 + random.nextDouble();
      var better =
          new DeviceMeasures(
              one.flopsPerSecond() * factor,
              one.sequentialBytesPerSecond(),
              one.stridedBytesPerSecond() * factor,
              one.layerSeconds().stream().map(seconds -> seconds / factor).toList());
      var scores = Calibration.scores(one);
      var betterScores = Calibration.scores(better);
      assertTrue(
          betterScores.matmul() >= scores.matmul()
              && betterScores.memory() >= scores.memory()
              && betterScores.latency() >= scores.latency(),
          () ->
              "seed %d: %s scores %s, %s scores %s"
                  .formatted(seed, one, scores, better, betterScores));
    }
  }

  private static DeviceMeasures drawn(Random random) {
    return new DeviceMeasures(
        Math.pow(10, 9 + 7 * random.nextDouble()),
        Math.pow(10, 9 + 4 * random.nextDouble()),
        Math.pow(10, 9 + 4 * random.nextDouble()),
        random.doubles(4, -6, 0).map(exponent -> Math.pow(10, exponent)).boxed().toList());
  }

  @Test
  void the_fastest_thing_there_is_scores_one_and_the_slowest_next_to_nothing() {
    var fast = new DeviceMeasures(1e18, 1e15, 1e15, List.of(1e-9, 1e-9, 1e-9, 1e-9));
    assertEquals(new DeviceScores(1, 1, 1), Calibration.scores(fast));
    var slow = new DeviceMeasures(1e6, 1e6, 1e6, List.of(10., 10., 10., 10.));
    assertTrue(Calibration.scores(slow).index() < 0.001, Calibration.scores(slow).toString());
  }

  @Test
  void the_reference_layer_has_sixty_million_weights() {
    assertEquals(2L * 60_817_408, ReferenceLayer.weightBytes());
    assertEquals(8 * (2L * 60_817_408 + 4L * 2_048 * 512), ReferenceLayer.flops(8));
    assertEquals(8L * 2 * 2 * 512 * 512, ReferenceLayer.cacheBytes(8));
  }

  @Test
  void figures_that_can_t_be_measured_are_refused() {
    var layers = List.of(1., 1., 1., 1.);
    assertRefused(
        "flopsPerSecond must be finite and above 0, was 0.0",
        () -> new DeviceMeasures(0, 1, 1, layers));
    assertRefused(
        "stridedBytesPerSecond must be finite and above 0, was NaN",
        () -> new DeviceMeasures(1, 1, Double.NaN, layers));
    assertRefused(
        "layerSeconds must have 4 values, one for each batch, was 1",
        () -> new DeviceMeasures(1, 1, 1, List.of(1.)));
  }

  private static void assertRefused(String message, Runnable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making::run).getMessage());
  }
}
