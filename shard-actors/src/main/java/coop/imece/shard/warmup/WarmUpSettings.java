package coop.imece.shard.warmup;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How long a node warms up; {@code imece.stage.warm-up} in {@code reference.conf}.
 *
 * @param messages to the stage and back, at most; 0 for none
 */
public record WarmUpSettings(int messages, Duration within) {

  public WarmUpSettings {
    if (messages < 0) {
      throw new IllegalArgumentException(
          "imece.stage.warm-up.messages must be 0 or more, was " + messages);
    }
    if (within.isNegative()) {
      throw new IllegalArgumentException(
          "imece.stage.warm-up.within must be 0s or more, was " + within);
    }
  }

  /**
   * @param config the section {@code imece.stage.warm-up}
   */
  public static WarmUpSettings of(Config config) {
    return new WarmUpSettings(config.getInt("messages"), config.getDuration("within"));
  }
}
