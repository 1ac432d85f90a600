package coop.imece.gateway.bench.pipeline;

import java.util.List;

/** What a list of measurements says. */
final class Statistics {
  private Statistics() {}

  /** The middle one, or the mean of the two in the middle. */
  static double median(List<Double> values) {
    var sorted = sorted(values);
    var middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * The smallest value that at least so many percent do not exceed (nearest rank).
   *
   * @param percent above 0, at most 100
   */
  static double percentile(List<Double> values, int percent) {
    var sorted = sorted(values);
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }

  private static List<Double> sorted(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("need 1 or more values, was none");
    }
    return values.stream().sorted().toList();
  }
}
