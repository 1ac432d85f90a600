package coop.imece.gateway.grid;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A time series of an ENTSO-E document, megawatts by the start of each interval.
 *
 * @param type psrType as in {@code B16}, empty for load
 * @param consumption whether it counts what is taken from the grid, as pumping
 */
record EntsoeSeries(String type, boolean consumption, NavigableMap<Instant, Double> megawatts) {
  EntsoeSeries {
    megawatts = new TreeMap<>(megawatts);
  }
}
