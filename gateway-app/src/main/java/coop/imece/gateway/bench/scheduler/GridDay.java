package coop.imece.gateway.bench.scheduler;

import coop.imece.scheduler.grid.GridReading;
import java.util.Map;

/**
 * A made day on six power grids: round yearly averages, shaped by the sun and by demand in each
 * region's own time. It shows what choosing by grid does; it is no record of any day.
 */
final class GridDay {
  private static final double COAL_GRAMS = 820;

  /**
   * @param grams at night, per kWh
   * @param solar part of the grams that the sun takes away at noon
   */
  private record Grid(double grams, double renewable, double solar, int hoursFromUtc) {}

  private static final Map<String, Grid> GRIDS =
      Map.of(
          "NO", new Grid(30, 0.98, 0.0, 1),
          "FR", new Grid(60, 0.25, 0.3, 1),
          "GB", new Grid(240, 0.40, 0.3, 0),
          "DE", new Grid(450, 0.45, 0.6, 1),
          "US-CA", new Grid(330, 0.30, 0.8, -8),
          "US-TX", new Grid(440, 0.28, 0.4, -6));

  private GridDay() {}

  static double gramsPerKwh(String region, int utcHour) {
    var grid = GRIDS.get(region);
    return grid.grams * (1 - grid.solar * sun(grid, utcHour));
  }

  static GridReading reading(String region, int utcHour) {
    var grid = GRIDS.get(region);
    var local = Math.floorMod(utcHour + grid.hoursFromUtc, 24);
    var load = 0.8 - 0.2 * Math.cos(2 * Math.PI * (local - 6) / 24.0 - Math.PI / 6);
    var renewable = grid.renewable + (1 - grid.renewable) * grid.solar * sun(grid, utcHour);
    return new GridReading(load, gramsPerKwh(region, utcHour) / COAL_GRAMS, renewable);
  }

  /** 1 at noon, 0 from six in the evening to six in the morning. */
  private static double sun(Grid grid, int utcHour) {
    var local = Math.floorMod(utcHour + grid.hoursFromUtc, 24);
    return Math.max(0, Math.cos(Math.PI * (local - 12) / 12.0));
  }
}
