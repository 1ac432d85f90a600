package coop.imece.gateway.generation.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import coop.imece.cluster.config.ConfigLayers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerationSettingsTest {
  /** What is left of the 2 s that a stream may pause goes to a new plan, and to opening it. */
  private static final Duration DETECTION_AT_MOST = Duration.ofMillis(1_800);

  private static final String SECTION = "imece.generation";

  @Test
  void a_stage_that_hangs_is_left_soon_enough_for_the_stream_to_pause_two_seconds() {
    var config = defaults();
    var settings = GenerationSettings.of(config.getConfig(SECTION));
    var tick = config.getDuration("pekko.scheduler.tick-duration");
    var period = settings.quietAfter().plus(tick); // timers are never early
    var detection = period.multipliedBy(settings.probes() + 2L);
    assertTrue(detection.compareTo(DETECTION_AT_MOST) <= 0, detection.toString());
  }

  @Test
  void a_limit_below_one_is_refused_by_its_name() {
    var none = ConfigFactory.parseString("probes = 0");
    var config = none.withFallback(defaults().getConfig(SECTION));
    var refusal = assertThrows(IllegalArgumentException.class, () -> GenerationSettings.of(config));
    assertEquals("imece.generation.probes must be 1 or more, was 0", refusal.getMessage());
  }

  private static Config defaults() {
    return new ConfigLayers(Map.of(), Map.of(), Optional.empty(), List.of()).load();
  }
}
