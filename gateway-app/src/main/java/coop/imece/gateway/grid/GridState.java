package coop.imece.gateway.grid;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest sample of each region and when its service may be asked again. Old figures fade: the
 * score moves to 0.5, which means "not known", over six hours.
 */
final class GridState {
  private static final double UNKNOWN = 0.5;
  private static final Duration FADES_OVER = Duration.ofHours(6);

  /** Figures of the last hours are what services publish; those are fresh. */
  private static final Duration FRESH = Duration.ofHours(1);

  private final Duration pollEvery;
  private final Duration longestBackOff;
  private final Map<String, GridSample> samples = new HashMap<>();
  private final Map<String, Instant> nextPoll = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();

  GridState(Duration pollEvery, Duration longestBackOff) {
    this.pollEvery = pollEvery;
    this.longestBackOff = longestBackOff;
  }

  boolean due(String region, Instant now) {
    return !now.isBefore(nextPoll.getOrDefault(region, Instant.MIN));
  }

  void sampled(GridSample sample, Instant now) {
    samples.put(sample.region(), sample);
    failures.remove(sample.region());
    nextPoll.put(sample.region(), now.plus(pollEvery));
  }

  /** The next question waits twice as long after each failure. */
  void failed(String region, Instant now) {
    var count = failures.merge(region, 1, Integer::sum);
    var wait = pollEvery.multipliedBy(1L << Math.min(20, count - 1));
    nextPoll.put(region, now.plus(wait.compareTo(longestBackOff) < 0 ? wait : longestBackOff));
  }

  Optional<GridSample> sample(String region) {
    return Optional.ofNullable(samples.get(region));
  }

  /** P_grid, faded by the sample's age; 0.5 for a region without data. */
  double score(String region, Instant now) {
    return sample(region)
        .map(sample -> UNKNOWN + weight(sample, now) * (sample.reading().score() - UNKNOWN))
        .orElse(UNKNOWN);
  }

  /** Grams per kWh, while the sample still says anything; not faded, for there is no middle. */
  Optional<Double> gramsPerKwh(String region, Instant now) {
    return sample(region).filter(sample -> weight(sample, now) > 0).map(GridSample::gramsPerKwh);
  }

  private static double weight(GridSample sample, Instant now) {
    var stale = Duration.between(sample.time().plus(FRESH), now).toMillis();
    return Math.min(1, Math.max(0, 1 - (double) stale / FADES_OVER.toMillis()));
  }
}
