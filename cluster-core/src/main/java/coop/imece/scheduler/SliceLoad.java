package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How many nodes hold each slice of a model, and how much they pass together. Kept up to date. */
final class SliceLoad {
  private static final Comparator<LayerRange> ORDER =
      Comparator.comparingInt(LayerRange::start).thenComparingInt(LayerRange::end);

  private final int layers;
  private final Map<LayerRange, Integer> holders = new TreeMap<>(ORDER);
  private final LayerThroughput throughput;
  private Chain chain;

  SliceLoad(int layers) {
    this.layers = layers;
    this.throughput = new LayerThroughput(layers);
    this.chain = Chain.of(layers, Set.of());
  }

  static SliceLoad of(int layers, Collection<Member> members) {
    var load = new SliceLoad(layers);
    members.forEach(m -> m.slice().ifPresent(slice -> load.add(slice, m.rate(slice))));
    return load;
  }

  /**
   * @param rate positions a second
   */
  void add(LayerRange slice, double rate) {
    throughput.add(slice, rate);
    if (holders.merge(slice, 1, Integer::sum) == 1) {
      chain = Chain.of(layers, holders.keySet());
    }
  }

  void remove(LayerRange slice, double rate) {
    throughput.add(slice, -rate);
    if (holders.merge(slice, -1, Integer::sum) == 0) {
      holders.remove(slice);
      chain = Chain.of(layers, holders.keySet());
    }
  }

  /** The slices that at least one node holds, by place. */
  Set<LayerRange> slices() {
    return holders.keySet();
  }

  int holders(LayerRange slice) {
    return holders.getOrDefault(slice, 0);
  }

  Chain chain() {
    return chain;
  }

  /** The chain if one holder of a slice were gone. */
  Chain chainWithout(LayerRange slice) {
    return holders(slice) > 1
        ? chain
        : Chain.of(layers, holders.keySet().stream().filter(s -> !s.equals(slice)).toList());
  }

  LayerThroughput throughput() {
    return throughput;
  }

  int[] holdersPerLayer() {
    var counts = new int[layers];
    holders.forEach(
        (slice, count) -> {
          for (var layer = slice.start(); layer < slice.end(); layer++) {
            counts[layer] += count;
          }
        });
    return counts;
  }
}
