package coop.imece.gateway.generation.actor;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The limits of a generation; {@code imece.generation} in {@code reference.conf} says what each is
 * for.
 */
public record GenerationSettings(
    int maxSessions,
    Duration openWithin,
    Duration quietAfter,
    int probes,
    Duration planWithin,
    Duration replanWithin,
    int maxAttempts) {

  public GenerationSettings {
    positive("max-sessions", maxSessions);
    positive("open-within", openWithin.toMillis());
    positive("quiet-after", quietAfter.toMillis());
    positive("probes", probes);
    positive("plan-within", planWithin.toMillis());
    positive("replan-within", replanWithin.toMillis());
    positive("max-attempts", maxAttempts);
  }

  /**
   * @param config the section {@code imece.generation}
   */
  public static GenerationSettings of(Config config) {
    return new GenerationSettings(
        config.getInt("max-sessions"),
        config.getDuration("open-within"),
        config.getDuration("quiet-after"),
        config.getInt("probes"),
        config.getDuration("plan-within"),
        config.getDuration("replan-within"),
        config.getInt("max-attempts"));
  }

  private static void positive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "imece.generation.%s must be 1 or more, was %d".formatted(key, value));
    }
  }
}
