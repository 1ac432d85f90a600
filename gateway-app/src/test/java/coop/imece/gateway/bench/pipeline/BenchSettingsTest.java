package coop.imece.gateway.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.Precision;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchSettingsTest {
  @Test
  void what_can_not_be_measured_is_refused_by_its_flag() {
    assertRefused("--stages must be 1 to 64, was 0", () -> settings(0, 128, Duration.ZERO, 5));
    assertRefused("--tokens must be 3 to 1048576, was 2", () -> settings(1, 2, Duration.ZERO, 5));
    assertRefused("--runs must be 1 to 1000, was 0", () -> settings(1, 128, Duration.ZERO, 0));
    assertRefused(
        "--starts must be 1 to 100, was 0",
        () -> settings(1, 128, Duration.ZERO, 0, 1, Optional.empty()));
    assertRefused(
        "--soak goes with one start, --starts was 2",
        () -> settings(1, 128, Duration.ZERO, 2, 1, Optional.of(100)));
    assertRefused(
        "--link-rtt needs --stages 2 or more: one stage has no line",
        () -> settings(1, 128, Duration.ofMillis(1), 5));
    assertRefused(
        "--link-rtt must be 0ms to 10s, was PT11S",
        () -> settings(2, 128, Duration.ofSeconds(11), 5));
  }

  @Test
  void a_shape_is_not_a_path() {
    assertRefused(
        "--shape must be lower-case letters, digits, dots and hyphens, was '../x'",
        () -> new BenchModel.Shape("../x"));
  }

  private static BenchSettings settings(int stages, int tokens, Duration rtt, int runs) {
    return settings(stages, tokens, rtt, 1, runs, Optional.empty());
  }

  private static BenchSettings settings(
      int stages, int tokens, Duration rtt, int starts, int runs, Optional<Integer> soak) {
    return new BenchSettings(
        new BenchModel.Shape("tiny"),
        Precision.INT8,
        stages,
        1,
        1,
        128,
        tokens,
        rtt,
        starts,
        runs,
        1L << 30,
        1,
        soak);
  }

  private static void assertRefused(String message, Runnable made) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, made::run).getMessage());
  }
}
