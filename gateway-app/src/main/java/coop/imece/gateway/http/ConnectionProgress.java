package coop.imece.gateway.http;

import java.time.Duration;
import java.util.Optional;

/**
 * Where one connection stands between requests, and since when. The bytes' side and the requests'
 * side both report here, from different threads. Times are {@link System#nanoTime}.
 */
final class ConnectionProgress {
  private enum Phase {
    IDLE,
    HEADERS,
    ANSWERING
  }

  private final Duration headerTimeout;
  private final Duration idleTimeout;
  private Phase phase = Phase.IDLE;
  private long sinceNanos;
  private boolean draining;

  ConnectionProgress(Duration headerTimeout, Duration idleTimeout, long nowNanos) {
    this.headerTimeout = headerTimeout;
    this.idleTimeout = idleTimeout;
    this.sinceNanos = nowNanos;
  }

  /** Bytes came from the client. */
  synchronized void bytesRead(long nowNanos) {
    if (phase == Phase.IDLE) {
      enter(Phase.HEADERS, nowNanos);
    }
  }

  /** A request's headers are complete: what follows has deadlines of its own. */
  synchronized void requestRead(long nowNanos) {
    enter(Phase.ANSWERING, nowNanos);
  }

  /** The answer has been handed over, all of it. */
  synchronized void answered(long nowNanos) {
    enter(Phase.IDLE, nowNanos);
  }

  /** No further request is wanted. */
  synchronized void drain() {
    draining = true;
  }

  /** Nothing is under way and nothing is wanted: the connection can be closed. */
  synchronized boolean isDrained() {
    return draining && phase == Phase.IDLE;
  }

  /** Which deadline has passed, if one has. */
  synchronized Optional<String> overdue(long nowNanos) {
    var waited = Duration.ofNanos(nowNanos - sinceNanos);
    if (phase == Phase.HEADERS && waited.compareTo(headerTimeout) >= 0) {
      return Optional.of("headers took longer than " + headerTimeout.toMillis() + " ms");
    }
    if (phase == Phase.IDLE && waited.compareTo(idleTimeout) >= 0) {
      return Optional.of("no request within " + idleTimeout.toMillis() + " ms");
    }
    return Optional.empty();
  }

  private void enter(Phase next, long nowNanos) {
    phase = next;
    sinceNanos = nowNanos;
  }
}
