package coop.imece.shard.actor;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The limits of a stage; {@code imece.stage} in {@code reference.conf} says what each is for.
 *
 * @param kvBytes memory for keys, values and sent hidden states
 */
public record StageSettings(
    long kvBytes,
    int maxSessions,
    boolean packWhenIdle,
    Duration trimWhenIdleFor,
    int prefillRows,
    int prefillChunksInFlight,
    int batchSessions,
    Duration lateAfter,
    int probes,
    Duration idleAfter,
    Duration echoEvery,
    Duration stepsSeenFor) {

  public StageSettings {
    positive("kv-memory", kvBytes);
    positive("max-sessions", maxSessions);
    positive("trim-when-idle-for", trimWhenIdleFor.toMillis());
    positive("prefill-rows", prefillRows);
    positive("prefill-chunks-in-flight", prefillChunksInFlight);
    positive("batch-sessions", batchSessions);
    positive("late-after", lateAfter.toMillis());
    positive("probes", probes);
    positive("idle-after", idleAfter.toMillis());
    positive("echo-every", echoEvery.toMillis());
    positive("steps-seen-for", stepsSeenFor.toMillis());
  }

  /**
   * @param config the section {@code imece.stage}
   */
  public static StageSettings of(Config config, long kvBytes) {
    return new StageSettings(
        kvBytes,
        config.getInt("max-sessions"),
        config.getBoolean("pack-when-idle"),
        config.getDuration("trim-when-idle-for"),
        config.getInt("prefill-rows"),
        config.getInt("prefill-chunks-in-flight"),
        config.getInt("batch-sessions"),
        config.getDuration("late-after"),
        config.getInt("probes"),
        config.getDuration("idle-after"),
        config.getDuration("echo-every"),
        config.getDuration("steps-seen-for"));
  }

  /** The same limits with this memory for keys, values and sent hidden states. */
  public StageSettings withKvBytes(long bytes) {
    return new StageSettings(
        bytes,
        maxSessions,
        packWhenIdle,
        trimWhenIdleFor,
        prefillRows,
        prefillChunksInFlight,
        batchSessions,
        lateAfter,
        probes,
        idleAfter,
        echoEvery,
        stepsSeenFor);
  }

  private static void positive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "imece.stage.%s must be 1 or more, was %d".formatted(key, value));
    }
  }
}
