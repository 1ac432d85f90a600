package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.Optional;

/**
 * What placement knows of a node of one model's cooperative.
 *
 * @param layersPerSecond how many layers of this model the node runs in a second, for one position
 * @param forced the owner's choice, which placement never changes
 * @param slice what it serves, loads or was told to serve
 */
public record Member(
    NodeId node,
    long memoryBytes,
    double layersPerSecond,
    Optional<LayerRange> forced,
    Optional<LayerRange> slice) {

  public Member {
    if (!(layersPerSecond > 0 && layersPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "layersPerSecond must be finite and above 0, was " + layersPerSecond);
    }
  }

  /** The positions a second that the node passes when it serves {@code layers}. */
  double rate(LayerRange layers) {
    return layersPerSecond / layers.count();
  }
}
