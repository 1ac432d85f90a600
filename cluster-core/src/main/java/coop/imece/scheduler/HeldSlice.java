package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.Optional;

/**
 * The slice that a node holds, as the node says it.
 *
 * @param freePositions for how many more positions its KV memory has room
 * @param sessions that run on it now
 * @param speed empty until the first step has been measured
 */
public record HeldSlice(
    String model,
    LayerRange layers,
    SliceState state,
    int freePositions,
    int sessions,
    Optional<StageSpeed> speed) {

  public HeldSlice {
    if (freePositions < 0 || sessions < 0) {
      throw new IllegalArgumentException(
          "freePositions and sessions must be 0 or more, was %d and %d"
              .formatted(freePositions, sessions));
    }
  }

  /** Whether nothing runs on it and nothing new will: as if the node did not hold it. */
  boolean withdrawn() {
    return sessions == 0 && (state == SliceState.PAUSED || state == SliceState.DRAINING);
  }
}
