package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.Arrays;

/** The positions a second that all slices together pass through each layer. */
final class LayerThroughput {
  private final double[] perLayer;

  LayerThroughput(int layers) {
    perLayer = new double[layers];
  }

  void add(LayerRange slice, double rate) {
    for (var layer = slice.start(); layer < slice.end(); layer++) {
      perLayer[layer] += rate;
    }
  }

  /**
   * Compares what adding either slice leads to: the weakest layer decides, then the second weakest,
   * and so on; then the longer slice is better, then the one nearer to the first layer.
   */
  int compareWith(LayerRange a, double rateA, LayerRange b, double rateB) {
    var order = Arrays.compare(sortedWith(a, rateA), sortedWith(b, rateB));
    if (order != 0) {
      return order;
    }
    return a.count() != b.count() ? a.count() - b.count() : b.start() - a.start();
  }

  private double[] sortedWith(LayerRange slice, double rate) {
    var sum = perLayer.clone();
    for (var layer = slice.start(); layer < slice.end(); layer++) {
      sum[layer] += rate;
    }
    Arrays.sort(sum);
    return sum;
  }
}
