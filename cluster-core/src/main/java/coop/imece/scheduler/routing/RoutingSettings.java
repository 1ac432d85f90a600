package coop.imece.scheduler.routing;

/**
 * @param minimumShare of its fair share of the work that every node gets, in [0, 1]
 * @param minimumShareSlowdown how much slower than the fastest a pipeline may be for that, as in
 *     0.25
 * @param gridBand how much slower than the fastest a pipeline may be to be taken for its grid
 *     score, as in 0.05
 * @param sessionWeight by what part of its step time each running session delays a stage
 */
public record RoutingSettings(
    double minimumShare, double minimumShareSlowdown, double gridBand, double sessionWeight) {
  public RoutingSettings {
    require("minimumShare", minimumShare, minimumShare <= 1);
    require("minimumShareSlowdown", minimumShareSlowdown, true);
    require("gridBand", gridBand, true);
    require("sessionWeight", sessionWeight, true);
  }

  private static void require(String field, double value, boolean holds) {
    if (!(value >= 0 && holds && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(field + " is out of range, was " + value);
    }
  }
}
