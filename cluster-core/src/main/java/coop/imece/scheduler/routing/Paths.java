package coop.imece.scheduler.routing;

import coop.imece.core.LayerRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The cheapest chain of buckets from the first layer to the last, back to the first stage included
 * (each sampled token goes round the ring). Dynamic programming over (layer border, region of the
 * stage before it), once for each region that the first stage can be in.
 */
final class Paths {
  private static final double NONE = Double.POSITIVE_INFINITY;

  private final int layers;
  private final Buckets buckets;
  private final double[][] hopSeconds;

  /**
   * @param hopSeconds between regions, by their numbers
   */
  Paths(int layers, Buckets buckets, double[][] hopSeconds) {
    this.layers = layers;
    this.buckets = buckets;
    this.hopSeconds = hopSeconds;
  }

  /**
   * @param buckets in the order of their layers
   * @param cost of them all, hops included
   */
  record Path(List<Integer> buckets, double cost) {}

  /**
   * @param cost of each bucket, infinite when it must not be used
   */
  Optional<Path> cheapest(double[] cost) {
    Path best = null;
    for (var first = 0; first < hopSeconds.length; first++) {
      var path = from(first, cost, best == null ? NONE : best.cost);
      best = path == null ? best : path;
    }
    return Optional.ofNullable(best);
  }

  /** The cheapest path whose first stage is in a region, or null if none is below the limit. */
  private Path from(int first, double[] cost, double limit) {
    var regions = hopSeconds.length;
    var arrival = new double[(layers + 1) * regions];
    Arrays.fill(arrival, NONE);
    var via = new int[arrival.length];
    var enteredFrom = new int[buckets.size()];
    var start = -1;
    var region = -1;
    var entry = NONE;
    var from = -1;
    for (var number : buckets.byStart()) {
      if (cost[number] < NONE) {
        var bucket = buckets.get(number);
        if (bucket.layers().start() != start || bucket.region() != region) {
          start = bucket.layers().start();
          region = bucket.region();
          from = start == 0 ? -1 : cheapestEntry(arrival, start, region);
          entry = start > 0 ? entry(arrival, start, region, from) : region == first ? 0 : NONE;
        }
        enteredFrom[number] = from;
        var at = bucket.layers().end() * regions + region;
        if (entry + cost[number] < arrival[at]) {
          arrival[at] = entry + cost[number];
          via[at] = number;
        }
      }
    }
    var last = cheapestEntry(arrival, layers, first);
    var total = entry(arrival, layers, first, last);
    return total < limit ? new Path(walkBack(last, via, enteredFrom), total) : null;
  }

  private int cheapestEntry(double[] arrival, int border, int region) {
    var best = 0;
    for (var before = 1; before < hopSeconds.length; before++) {
      if (entry(arrival, border, region, before) < entry(arrival, border, region, best)) {
        best = before;
      }
    }
    return best;
  }

  private double entry(double[] arrival, int border, int region, int before) {
    return arrival[border * hopSeconds.length + before] + hopSeconds[before][region];
  }

  private List<Integer> walkBack(int lastRegion, int[] via, int[] enteredFrom) {
    var path = new ArrayDeque<Integer>();
    var border = layers;
    var region = lastRegion;
    while (border > 0) {
      var number = via[border * hopSeconds.length + region];
      path.addFirst(number);
      border = buckets.get(number).layers().start();
      region = enteredFrom[number];
    }
    return new ArrayList<>(path);
  }

  /** The same costs, but only one bucket may serve any of its layers. */
  double[] onlyThrough(int through, double itsCost, double[] cost) {
    var layersOfIt = buckets.get(through).layers();
    var only = cost.clone();
    for (var number = 0; number < only.length; number++) {
      if (overlap(layersOfIt, buckets.get(number).layers())) {
        only[number] = NONE;
      }
    }
    only[through] = itsCost;
    return only;
  }

  private static boolean overlap(LayerRange a, LayerRange b) {
    return a.start() < b.end() && b.start() < a.end();
  }
}
