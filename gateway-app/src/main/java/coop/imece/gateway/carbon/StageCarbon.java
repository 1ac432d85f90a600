package coop.imece.gateway.carbon;

import coop.imece.core.NodeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What one node's work on one answer cost: power times time, and the region's grams for it. Whole
 * millijoules and micrograms, so that sums are exact.
 */
public record StageCarbon(
    NodeId node, Optional<String> region, long millijoules, long micrograms, PowerBasis basis) {
  private static final BigDecimal MILLIJOULES_PER_JOULE = BigDecimal.valueOf(1_000);

  /** A kilowatt-hour is 3.6 x 10^9 mJ, a gram 10^6 ug. */
  private static final BigDecimal MILLIJOULES_PER_MICRO_KWH = BigDecimal.valueOf(3_600);

  public StageCarbon {
    if (millijoules < 0 || micrograms < 0) {
      throw new IllegalArgumentException(
          "millijoules and micrograms must be 0 or more, was %d and %d"
              .formatted(millijoules, micrograms));
    }
  }

  /**
   * @param seconds that its engine worked, finite and 0 or more
   * @param gramsPerKwh of its region now
   */
  public static StageCarbon of(
      NodeId node, Optional<String> region, Power power, double seconds, double gramsPerKwh) {
    var millijoules =
        BigDecimal.valueOf(power.watts())
            .multiply(BigDecimal.valueOf(seconds))
            .multiply(MILLIJOULES_PER_JOULE);
    var micrograms =
        millijoules
            .multiply(BigDecimal.valueOf(gramsPerKwh))
            .divide(MILLIJOULES_PER_MICRO_KWH, 0, RoundingMode.HALF_UP);
    return new StageCarbon(
        node,
        region,
        millijoules.setScale(0, RoundingMode.HALF_UP).longValueExact(),
        micrograms.longValueExact(),
        power.basis());
  }
}
