package coop.imece.scheduler;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one node's neighbours saw of its decode steps, lately. Each observer's quickest step counts,
 * since load and loss only make steps longer; of the observers the lower median, so that neither
 * one that slanders nor one that covers up decides. No clock: times are milliseconds of the
 * caller's.
 */
final class NeighbourEvidence {
  /** Fewer timed steps are a disturbance. */
  private static final int LEAST_STEPS = 16;

  /** What was said longer ago is forgotten. */
  private static final long KEPT_MILLIS = 60_000;

  /** Observers say every two seconds how many sessions they have there. */
  private static final long FRESH_MILLIS = 10_000;

  private static final int MOST_OBSERVERS = 32;

  private final Map<String, Seen> observers = new HashMap<>();

  /**
   * @param lasting whether it goes on observing, so that its sessions count as load
   * @param stranger whether it has nothing to gain by the node's pay
   */
  record Observer(String id, boolean lasting, boolean stranger) {}

  /**
   * @param ratio of the quickest step to the one that the node's benchmark predicts
   */
  private record Seen(Observer by, double ratio, int steps, int sessions, long atMillis) {}

  /** The sessions that neighbours have decoding at the node, with those of one who speaks now. */
  int load(Observer speaking, int sessions, long nowMillis) {
    return sessions
        + observers.values().stream()
            .filter(seen -> !seen.by.id.equals(speaking.id))
            .filter(seen -> seen.by.lasting && nowMillis - seen.atMillis <= FRESH_MILLIS)
            .mapToInt(Seen::sessions)
            .sum();
  }

  void add(Observer by, double ratio, int steps, int sessions, long nowMillis) {
    observers.values().removeIf(seen -> nowMillis - seen.atMillis > KEPT_MILLIS);
    observers.put(by.id, new Seen(by, ratio, steps, sessions, nowMillis));
    if (observers.size() > MOST_OBSERVERS) {
      observers.values().stream()
          .min(Comparator.comparingLong(Seen::atMillis))
          .ifPresent(oldest -> observers.remove(oldest.by.id));
    }
  }

  void clear() {
    observers.clear();
  }

  /** The ratio that most observers stand for; empty while no stranger has seen enough. */
  OptionalDouble ratio() {
    var ratios =
        observers.values().stream()
            .filter(seen -> seen.by.stranger && seen.steps >= LEAST_STEPS)
            .mapToDouble(Seen::ratio)
            .sorted()
            .toArray();
    return ratios.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(ratios[(ratios.length - 1) / 2]);
  }
}
