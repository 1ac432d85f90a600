package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How often each layer is held. */
final class Coverage {
  private Coverage() {}

  /** Slices per layer, by layer. */
  static int[] counts(int layers, Collection<LayerRange> slices) {
    var counts = new int[layers];
    for (var slice : slices) {
      for (var layer = slice.start(); layer < slice.end(); layer++) {
        counts[layer]++;
      }
    }
    return counts;
  }

  /** The longest ranges of layers that no slice holds, in order. */
  static List<LayerRange> gaps(int layers, Collection<LayerRange> slices) {
    var counts = counts(layers, slices);
    var gaps = new ArrayList<LayerRange>();
    for (var start = 0; start < layers; start++) {
      if (counts[start] == 0) {
        var end = start + 1;
        while (end < layers && counts[end] == 0) {
          end++;
        }
        gaps.add(new LayerRange(start, end));
        start = end;
      }
    }
    return gaps;
  }
}
