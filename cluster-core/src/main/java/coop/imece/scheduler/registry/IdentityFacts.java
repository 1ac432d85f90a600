package coop.imece.scheduler.registry;

import coop.imece.scheduler.reliability.Reliability;
import coop.imece.scheduler.reliability.TaskWindow;

/**
 * What all nodes with one hardware fingerprint share, so that a second node key is no fresh start.
 *
 * @param quarantineUntilMillis Unix time; 0 if there never was one
 * @param consistency share of its checked work that passed, 1 until checks are made
 */
public record IdentityFacts(
    String fingerprint, TaskWindow window, double consistency, long quarantineUntilMillis) {

  static IdentityFacts fresh(String fingerprint) {
    return new IdentityFacts(fingerprint, TaskWindow.empty(), 1, 0);
  }

  public int r4() {
    return Reliability.r4(window, consistency);
  }

  boolean unreliable() {
    return Reliability.suspends(window, consistency);
  }

  IdentityFacts with(boolean completed) {
    return new IdentityFacts(
        fingerprint, window.with(completed), consistency, quarantineUntilMillis);
  }

  /** The later end counts: a quarantine is never cut short by another change. */
  IdentityFacts quarantined(long untilMillis) {
    return new IdentityFacts(
        fingerprint, window, consistency, Math.max(quarantineUntilMillis, untilMillis));
  }

  IdentityFacts withFreshWindow() {
    return new IdentityFacts(fingerprint, TaskWindow.empty(), consistency, quarantineUntilMillis);
  }
}
