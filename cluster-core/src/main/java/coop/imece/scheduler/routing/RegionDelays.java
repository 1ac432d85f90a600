package coop.imece.scheduler.routing;

import java.util.List;

/**
 * Round trips between regions, so that not all pairs of nodes need be measured: within a region a
 * constant, between two what their distance implies, else a guess.
 *
 * @param withinRegionSeconds round trip between two nodes of one region, or of none
 */
public record RegionDelays(double withinRegionSeconds) {
  private static final double UNKNOWN_SECONDS = 0.15;

  /** Light in fibre takes 10 microseconds a kilometre and back; routes are about half longer. */
  private static final double SECONDS_PER_KILOMETRE = 15e-6;

  public double seconds(String a, String b) {
    if (a.equals(b)) {
      return withinRegionSeconds;
    }
    var kilometres = RegionPlaces.kilometres(a, b);
    return kilometres.isPresent()
        ? withinRegionSeconds + kilometres.getAsDouble() * SECONDS_PER_KILOMETRE
        : UNKNOWN_SECONDS;
  }

  /** The table of all pairs, by the regions' places in the list. */
  double[][] table(List<String> regions) {
    var table = new double[regions.size()][regions.size()];
    for (var a = 0; a < table.length; a++) {
      for (var b = 0; b < table.length; b++) {
        table[a][b] = seconds(regions.get(a), regions.get(b));
      }
    }
    return table;
  }
}
