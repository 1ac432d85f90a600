package coop.imece.link;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The limits of links; {@code imece.link} in {@code reference.conf} says what each is for.
 *
 * @param port 0 takes a free one
 */
public record LinkSettings(
    int port,
    int queue,
    int connections,
    Duration connectWithin,
    Duration idleAfter,
    Duration againAfter) {

  public LinkSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("imece.link.port must be 0 to 65535, was " + port);
    }
    positive("queue", queue);
    positive("connections", connections);
    positive("connect-within", connectWithin.toMillis());
    positive("idle-after", idleAfter.toMillis());
    positive("again-after", againAfter.toMillis());
  }

  /**
   * @param config the section {@code imece.link}
   */
  public static LinkSettings of(Config config) {
    return new LinkSettings(
        config.getInt("port"),
        config.getInt("queue"),
        config.getInt("connections"),
        config.getDuration("connect-within"),
        config.getDuration("idle-after"),
        config.getDuration("again-after"));
  }

  /** How long an incoming connection may say nothing: the other end has closed it long before. */
  int silentMillis() {
    return Math.toIntExact(2 * idleAfter.toMillis());
  }

  private static void positive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "imece.link.%s must be 1 or more, was %d".formatted(key, value));
    }
  }
}
