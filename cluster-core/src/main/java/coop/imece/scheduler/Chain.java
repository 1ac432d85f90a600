package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which layers can be reached by whole slices that follow one another. A slice is used from its
 * first layer to its last, so slices that merely overlap do not make a pipeline.
 *
 * @param fromFirst {@code fromFirst[i]}: slices lead from layer 0 up to i
 * @param toLast {@code toLast[i]}: slices lead from i to the model's end
 */
final class Chain {
  private final boolean[] fromFirst;
  private final boolean[] toLast;

  private Chain(boolean[] fromFirst, boolean[] toLast) {
    this.fromFirst = fromFirst;
    this.toLast = toLast;
  }

  static Chain of(int layers, Collection<LayerRange> slices) {
    var byStart = new ArrayList<List<LayerRange>>();
    for (var layer = 0; layer <= layers; layer++) {
      byStart.add(new ArrayList<>());
    }
    slices.stream().distinct().forEach(slice -> byStart.get(slice.start()).add(slice));
    var fromFirst = new boolean[layers + 1];
    fromFirst[0] = true;
    for (var layer = 0; layer < layers; layer++) {
      if (fromFirst[layer]) {
        byStart.get(layer).forEach(slice -> fromFirst[slice.end()] = true);
      }
    }
    var toLast = new boolean[layers + 1];
    toLast[layers] = true;
    for (var layer = layers - 1; layer >= 0; layer--) {
      toLast[layer] = byStart.get(layer).stream().anyMatch(slice -> toLast[slice.end()]);
    }
    return new Chain(fromFirst, toLast);
  }

  boolean complete() {
    return toLast[0];
  }

  /** Whether one more slice would make a pipeline. */
  boolean completedBy(LayerRange slice) {
    return complete() || fromFirst[slice.start()] && toLast[slice.end()];
  }

  boolean reachesUpTo(int layer) {
    return fromFirst[layer];
  }

  boolean leadsOnFrom(int layer) {
    return toLast[layer];
  }
}
