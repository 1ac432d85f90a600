package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.Arrays;

/** The positions a second that all slices together pass through each layer. */
final class LayerThroughput {
  private final double[] perLayer;

  LayerThroughput(int layers) {
    perLayer = new double[layers];
  }

  private LayerThroughput(double[] perLayer) {
    this.perLayer = perLayer;
  }

  void add(LayerRange slice, double rate) {
    for (var layer = slice.start(); layer < slice.end(); layer++) {
      perLayer[layer] += rate;
    }
  }

  LayerThroughput with(LayerRange slice, double rate) {
    var sum = new LayerThroughput(perLayer.clone());
    sum.add(slice, rate);
    return sum;
  }

  /** What passes through the weakest layer. */
  double weakest() {
    return Arrays.stream(perLayer).min().orElseThrow();
  }

  /** What would pass through the weakest layer with one more slice. */
  double weakestWith(LayerRange slice, double rate) {
    var weakest = Double.POSITIVE_INFINITY;
    for (var layer = 0; layer < perLayer.length; layer++) {
      weakest = Math.min(weakest, perLayer[layer] + (slice.contains(layer) ? rate : 0));
    }
    return weakest;
  }

  double mean() {
    return Arrays.stream(perLayer).average().orElseThrow();
  }

  /** The weakest layer first. */
  double[] ascending() {
    var sorted = perLayer.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
