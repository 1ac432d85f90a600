package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.Map;

/**
 * The positions a second that all pipelines of a set of slices pass together. Slices are used
 * whole, so this is the largest flow from layer border 0 to the last in the graph whose edges are
 * the slices (Ford and Fulkerson 1956, with widest augmenting paths); it is never above what the
 * weakest layer passes.
 */
public final class MaxFlow {
  private static final double NEGLIGIBLE = 1e-9;

  private MaxFlow() {}

  /**
   * @param rates of all holders of a slice together
   */
  public static double of(int layers, Map<LayerRange, Double> rates) {
    var capacity = new double[layers + 1][layers + 1];
    rates.forEach((slice, rate) -> capacity[slice.start()][slice.end()] = rate);
    var flow = 0.0;
    while (true) {
      var before = new int[layers + 1];
      var widest = widestPath(capacity, before);
      if (widest <= NEGLIGIBLE * Math.max(1, flow)) {
        return flow;
      }
      flow += widest;
      for (var border = layers; border != 0; border = before[border]) {
        capacity[before[border]][border] -= widest;
        capacity[border][before[border]] += widest;
      }
    }
  }

  private static double widestPath(double[][] capacity, int[] before) {
    var size = capacity.length;
    var width = new double[size];
    var done = new boolean[size];
    width[0] = Double.POSITIVE_INFINITY;
    while (true) {
      var at = -1;
      for (var border = 0; border < size; border++) {
        if (!done[border] && width[border] > 0 && (at < 0 || width[border] > width[at])) {
          at = border;
        }
      }
      if (at < 0 || at == size - 1) {
        return width[size - 1];
      }
      done[at] = true;
      for (var next = 0; next < size; next++) {
        var through = Math.min(width[at], capacity[at][next]);
        if (!done[next] && through > width[next]) {
          width[next] = through;
          before[next] = at;
        }
      }
    }
  }
}
