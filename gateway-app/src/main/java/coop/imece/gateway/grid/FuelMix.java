package coop.imece.gateway.grid;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a region generates, in any one unit of power. Production based: imports are not counted.
 * What takes power (a battery that charges, pumping) is left out.
 */
record FuelMix(Map<Fuel, Double> power) {
  FuelMix {
    var generating = new EnumMap<Fuel, Double>(Fuel.class);
    power.forEach(
        (fuel, value) -> {
          if (value > 0) {
            generating.put(fuel, value);
          }
        });
    power = Map.copyOf(generating);
  }

  boolean isEmpty() {
    return power.isEmpty();
  }

  double gramsPerKwh() {
    return power.entrySet().stream().mapToDouble(e -> e.getValue() * e.getKey().gramsPerKwh()).sum()
        / total();
  }

  /** Share of the generation, in [0, 1]. */
  double renewable() {
    return power.entrySet().stream()
            .filter(e -> e.getKey().renewable())
            .mapToDouble(Map.Entry::getValue)
            .sum()
        / total();
  }

  private double total() {
    return power.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
