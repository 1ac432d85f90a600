package coop.imece.scheduler.routing;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the pairs of a layer range and a region: slices of one bucket differ in nothing but time
 * and room, so that a pipeline is sought over buckets, not over nodes.
 */
final class Buckets {
  record Bucket(LayerRange layers, int region) {}

  private final Map<Bucket, Integer> numbers = new HashMap<>();
  private final Map<String, Integer> regionNumbers = new HashMap<>();
  private final List<Bucket> buckets = new ArrayList<>();
  private final List<String> regions = new ArrayList<>();
  private int[] byStart = {};

  int number(LayerRange layers, String region) {
    var regionNumber =
        regionNumbers.computeIfAbsent(
            region,
            name -> {
              regions.add(name);
              return regions.size() - 1;
            });
    return numbers.computeIfAbsent(
        new Bucket(layers, regionNumber),
        bucket -> {
          buckets.add(bucket);
          return buckets.size() - 1;
        });
  }

  Bucket get(int number) {
    return buckets.get(number);
  }

  int size() {
    return buckets.size();
  }

  List<String> regions() {
    return regions;
  }

  /** All numbers, by first layer and region: an order in which paths can be extended. */
  int[] byStart() {
    if (byStart.length != buckets.size()) {
      byStart =
          numbers.entrySet().stream()
              .sorted(
                  Map.Entry.comparingByKey(
                      Comparator.<Bucket>comparingInt(b -> b.layers().start())
                          .thenComparingInt(Bucket::region)
                          .thenComparingInt(b -> b.layers().end())))
              .mapToInt(Map.Entry::getValue)
              .toArray();
    }
    return byStart;
  }
}
