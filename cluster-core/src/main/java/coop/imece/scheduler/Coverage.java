package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.List;

/** Where layers are missing. */
final class Coverage {
  private Coverage() {}

  /**
   * The longest ranges of layers that no slice holds, in order.
   *
   * @param holders how many slices hold each layer, by layer
   */
  static List<LayerRange> gaps(int[] holders) {
    var gaps = new ArrayList<LayerRange>();
    for (var start = 0; start < holders.length; start++) {
      if (holders[start] == 0) {
        var end = start + 1;
        while (end < holders.length && holders[end] == 0) {
          end++;
        }
        gaps.add(new LayerRange(start, end));
        start = end;
      }
    }
    return gaps;
  }
}
