package coop.imece.scheduler.grid;

/**
 * The state of a region's power grid, each in [0, 1].
 *
 * @param load against its trailing peak
 * @param carbon intensity, 820 g/kWh (coal) and above being 1
 * @param renewable share of the generation
 */
public record GridReading(double load, double carbon, double renewable) {
  public GridReading {
    require("load", load);
    require("carbon", carbon);
    require("renewable", renewable);
  }

  /** P_grid, in [0, 1]: the higher, the better a time and place to compute. */
  public double score() {
    return 0.4 * (1 - load) + 0.4 * (1 - carbon) + 0.2 * renewable;
  }

  private static void require(String field, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(field + " must be between 0 and 1, was " + value);
    }
  }
}
