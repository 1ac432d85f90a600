package coop.imece.shard.stage;

/**
 * How one session's prompt is cut, and how much of the session may be under way.
 *
 * @param chunkRows the most positions in one chunk
 * @param windowRows no further chunk is sent or computed while the next stage has this many rows to
 *     run
 * @param stepCostRows what a step of this stage costs beside its rows, in rows
 */
public record SendLimits(int chunkRows, int windowRows, int stepCostRows) {
  public SendLimits {
    if (chunkRows < 1 || windowRows < chunkRows) {
      throw new IllegalArgumentException(
          "need 1 <= chunkRows <= windowRows, was %d and %d".formatted(chunkRows, windowRows));
    }
    if (stepCostRows < 1) {
      throw new IllegalArgumentException("stepCostRows must be 1 or more, was " + stepCostRows);
    }
  }
}
