package coop.imece.gateway.grid;

import java.time.Instant;
import java.util.NavigableMap;

/** The newest load against the peak of the span that is given, which is seven days. */
final class LoadFactor {
  private LoadFactor() {}

  /** In [0, 1]. */
  static double of(String service, NavigableMap<Instant, Double> load) throws GridException {
    var peak = load.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    if (peak <= 0) {
      throw new GridException(service + ": no load");
    }
    return Math.max(0, load.lastEntry().getValue() / peak);
  }
}
