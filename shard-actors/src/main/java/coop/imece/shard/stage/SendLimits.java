package coop.imece.shard.stage;

/**
 * How much of one session may be under way.
 *
 * @param chunkRows the most positions in one chunk
 * @param windowRows no further chunk is sent or computed while the next stage has this many rows to
 *     run
 */
public record SendLimits(int chunkRows, int windowRows) {
  public SendLimits {
    if (chunkRows < 1 || windowRows < chunkRows) {
      throw new IllegalArgumentException(
          "need 1 <= chunkRows <= windowRows, was %d and %d".formatted(chunkRows, windowRows));
    }
  }
}
