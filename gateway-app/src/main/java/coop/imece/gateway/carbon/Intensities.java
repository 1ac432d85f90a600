package coop.imece.gateway.carbon;

import java.util.Map;
import java.util.Optional;

/**
 * Grams of CO2 for a kilowatt-hour of each region's grid, as known now.
 *
 * @param elsewhere for nodes that name no region, or one that nobody knows
 */
public record Intensities(Map<String, Double> gramsPerKwh, double elsewhere) {
  public Intensities {
    gramsPerKwh = Map.copyOf(gramsPerKwh);
    gramsPerKwh.values().forEach(Intensities::require);
    require(elsewhere);
  }

  public double of(Optional<String> region) {
    return region.map(gramsPerKwh::get).orElse(elsewhere);
  }

  private static void require(double grams) {
    if (!(grams >= 0 && grams < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "grams per kWh must be finite and 0 or more, was " + grams);
    }
  }
}
