package coop.imece.scheduler.routing;

import coop.imece.scheduler.routing.Paths.Path;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Of pipelines that are equally fast, the one with the highest P_grid. A price in seconds is put on
 * bad grid scores and raised until the pipeline found is as slow as the band allows; what lies off
 * the convex hull of (time, score) is not found.
 */
final class GridChoice {
  private static final int STEPS = 6;

  /**
   * Prices tried, in parts of the fastest pipeline's time: from no effect to nothing else counts.
   */
  private static final double LOWEST_PRICE = 0.01;

  private static final double HIGHEST_PRICE = 100;

  private final Buckets buckets;
  private final Paths paths;
  private final int layers;
  private final double[] regionScore;
  private final double band;

  GridChoice(
      Buckets buckets, Paths paths, int layers, ToDoubleFunction<String> gridScore, double band) {
    this.buckets = buckets;
    this.paths = paths;
    this.layers = layers;
    this.regionScore = buckets.regions().stream().mapToDouble(gridScore).toArray();
    this.band = band;
  }

  /** The fastest path itself if none in the band has a higher score. */
  Path choose(double[] cost, Path fastest) {
    if (regionScore.length < 2) {
      return fastest;
    }
    var best = fastest;
    var low = LOWEST_PRICE * fastest.cost();
    var high = HIGHEST_PRICE * fastest.cost();
    for (var step = 0; step <= STEPS; step++) {
      var price = step == 0 ? high : Math.sqrt(low * high);
      var found = priced(cost, price);
      if (found.isPresent() && found.get().cost() <= fastest.cost() * (1 + band)) {
        best = score(found.get()) > score(best) + 1e-12 ? found.get() : best;
        low = price;
      } else {
        high = price;
      }
      if (low == high) {
        break;
      }
    }
    return best;
  }

  /** P_grid of a path, the mean over its layers. */
  double score(Path path) {
    var sum = 0.0;
    for (var number : path.buckets()) {
      var bucket = buckets.get(number);
      sum += bucket.layers().count() * regionScore[bucket.region()];
    }
    return sum / layers;
  }

  private Optional<Path> priced(double[] cost, double price) {
    var withPrice = cost.clone();
    for (var number = 0; number < withPrice.length; number++) {
      var bucket = buckets.get(number);
      withPrice[number] +=
          price * (1 - regionScore[bucket.region()]) * bucket.layers().count() / layers;
    }
    return paths
        .cheapest(withPrice)
        .map(path -> new Path(path.buckets(), path.cost() - price * (1 - score(path))));
  }
}
