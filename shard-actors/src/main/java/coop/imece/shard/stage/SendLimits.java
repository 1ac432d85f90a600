package coop.imece.shard.stage;

/**
 * How much of one session may be under way.
 *
 * @param chunkRows the most positions in one chunk
 * @param windowRows no further chunk is sent or computed while the next stage has this many rows to
 *     run
 * @param stepCost what a step costs beside its rows, in rows
 */
public record SendLimits(int chunkRows, int windowRows, int stepCost) {
  public SendLimits {
    if (chunkRows < 1 || windowRows < chunkRows) {
      throw new IllegalArgumentException(
          "need 1 <= chunkRows <= windowRows, was %d and %d".formatted(chunkRows, windowRows));
    }
    if (stepCost < 1) {
      throw new IllegalArgumentException("stepCost must be 1 or more, was " + stepCost);
    }
  }
}
