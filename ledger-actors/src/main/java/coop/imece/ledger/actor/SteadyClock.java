package coop.imece.ledger.actor;

import java.time.Duration;

/**
 * Notices a clock that was set: between two looks the time of day and the time that passed must
 * agree. After a leap it is not trusted for a while, so that a wrong clock can be set right before
 * anything ends by it. Mutable, of one owner.
 */
final class SteadyClock {
  static final long TOLERATED_MILLIS = Duration.ofMinutes(5).toMillis();
  static final long DOUBT_NANOS = Duration.ofMinutes(10).toNanos();

  private boolean looked;
  private long lastMillis;
  private long lastNanos;
  private boolean doubted;
  private long leapNanos;

  /**
   * @param millis Unix time
   * @param nanos of a clock that nobody sets
   */
  boolean isSteady(long millis, long nanos) {
    if (looked) {
      var passed = Duration.ofNanos(nanos - lastNanos).toMillis();
      if (Math.abs(millis - lastMillis - passed) > TOLERATED_MILLIS) {
        doubted = true;
        leapNanos = nanos;
      }
    }
    looked = true;
    lastMillis = millis;
    lastNanos = nanos;
    doubted = doubted && nanos - leapNanos < DOUBT_NANOS;
    return !doubted;
  }
}
