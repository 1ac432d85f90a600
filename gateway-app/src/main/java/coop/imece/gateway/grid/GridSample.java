package coop.imece.gateway.grid;

import coop.imece.scheduler.grid.GridReading;
import java.time.Instant;

/**
 * What a service says of a region.
 *
 * @param time that the figures are of, which may be hours before they were published
 * @param load in [0, 1] against the peak of the last seven days; 0.5 where the service has none
 * @param renewable share in [0, 1]
 * @param source as shown to people
 */
record GridSample(
    String region, Instant time, double load, double gramsPerKwh, double renewable, String source) {

  /** As dirty as coal, or dirtier, is 1. */
  private static final double DIRTIEST_GRAMS_PER_KWH = 820;

  GridReading reading() {
    var carbon = Math.min(1, Math.max(0, gramsPerKwh / DIRTIEST_GRAMS_PER_KWH));
    return new GridReading(load, carbon, renewable);
  }
}
