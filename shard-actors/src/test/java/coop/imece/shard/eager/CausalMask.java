package coop.imece.shard.eager;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** What a position may attend to: itself and the past, at most {@code window} positions of it. */
public final class CausalMask {
  private CausalMask() {}

  /**
   * Added to the scores: 0 where attention is allowed and minus infinity elsewhere.
   *
   * @param window positions a query sees, its own included; 0 for all
   * @return {@code (positions, positions)}, query by key
   */
  public static NDArray of(NDManager manager, int window, int positions) {
    var mask = new float[positions * positions];
    for (var query = 0; query < positions; query++) {
      for (var key = 0; key < positions; key++) {
        var seen = key <= query && (window == 0 || query - key < window);
        mask[query * positions + key] = seen ? 0 : Float.NEGATIVE_INFINITY;
      }
    }
    return manager.create(mask, new Shape(positions, positions));
  }
}
