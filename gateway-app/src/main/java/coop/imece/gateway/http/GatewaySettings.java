package coop.imece.gateway.http;

import com.typesafe.config.Config;
import coop.imece.gateway.api.RequestLimits;
import java.time.Duration;
import java.util.List;

/** The section {@code imece.gateway}; {@code reference.conf} says what each key means. */
public record GatewaySettings(
    String host,
    int port,
    int maxConnections,
    int maxBodyBytes,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration writeTimeout,
    Duration idleTimeout,
    Duration keepAliveInterval,
    Duration eventTimeout,
    Duration stopTimeout,
    Duration statusTimeout,
    Duration drainTimeout,
    int concurrentRequests,
    int queuedRequests,
    Duration retryAfter,
    RequestLimits requestLimits,
    List<String> allowedOrigins) {

  public GatewaySettings {
    requireRange("port", port, 0, 65_535);
    requireRange("max-connections", maxConnections, 1, 65_536);
    requireRange("max-body-bytes", maxBodyBytes, 1_024, 64 << 20);
    requireRange("concurrent-requests", concurrentRequests, 1, 65_536);
    requireRange("queued-requests", queuedRequests, 0, 65_536);
    requirePositive("header-timeout", headerTimeout);
    requirePositive("body-timeout", bodyTimeout);
    requirePositive("write-timeout", writeTimeout);
    requirePositive("idle-timeout", idleTimeout);
    requirePositive("keep-alive-interval", keepAliveInterval);
    requirePositive("event-timeout", eventTimeout);
    requirePositive("stop-timeout", stopTimeout);
    requirePositive("status-timeout", statusTimeout);
    requirePositive("drain-timeout", drainTimeout);
    requirePositive("retry-after", retryAfter);
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /**
   * @param config the whole configuration
   */
  public static GatewaySettings of(Config config) {
    var gateway = config.getConfig("imece.gateway");
    return new GatewaySettings(
        gateway.getString("host"),
        gateway.getInt("port"),
        gateway.getInt("max-connections"),
        Math.toIntExact(gateway.getBytes("max-body-bytes")),
        gateway.getDuration("header-timeout"),
        gateway.getDuration("body-timeout"),
        gateway.getDuration("write-timeout"),
        gateway.getDuration("idle-timeout"),
        gateway.getDuration("keep-alive-interval"),
        gateway.getDuration("event-timeout"),
        gateway.getDuration("stop-timeout"),
        gateway.getDuration("status-timeout"),
        gateway.getDuration("drain-timeout"),
        gateway.getInt("concurrent-requests"),
        gateway.getInt("queued-requests"),
        gateway.getDuration("retry-after"),
        new RequestLimits(gateway.getInt("max-choices"), gateway.getInt("default-max-tokens")),
        gateway.getStringList("allowed-origins"));
  }

  /** Whole seconds, at least 1, for {@code Retry-After}. */
  int retryAfterSeconds() {
    return (int) Math.max(1, retryAfter.toSeconds());
  }

  private static void requireRange(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "imece.gateway.%s must be in [%d, %d], was %d".formatted(key, min, max, value));
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "imece.gateway.%s must be above 0, was %s".formatted(key, value));
    }
  }
}
