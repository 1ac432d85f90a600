package coop.imece.shard.actor;

import java.time.Duration;

/**
 * When free memory is given back to the system: once, when nothing has run for a while. What runs
 * takes again what was given back, and pays for each page of it.
 */
final class IdleTrim {
  private final long idleNanos;
  private boolean hasRun;
  private long ranNanos;

  IdleTrim(Duration idle) {
    this.idleNanos = idle.toNanos();
  }

  /** Something ran and may have left memory. */
  void ran(long nowNanos) {
    hasRun = true;
    ranNanos = nowNanos;
  }

  boolean isDue(long nowNanos) {
    return hasRun && nowNanos - ranNanos >= idleNanos;
  }

  void trimmed() {
    hasRun = false;
  }
}
