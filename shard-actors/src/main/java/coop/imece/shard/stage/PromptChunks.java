package coop.imece.shard.stage;

/**
 * In how large chunks a prompt runs through a pipeline. Stages compute at the same time only if a
 * prompt has several chunks, and each chunk costs every stage the reading of its weights and a hop.
 *
 * <p>With {@code k} chunks of {@code n} rows through {@code s} stages the last stage ends after
 * {@code k + s - 1} turns of {@code n / k + c} rows' time each, which is least at {@code k =
 * sqrt((s - 1) n / c)}.
 */
final class PromptChunks {
  /** Smaller ones would only share the reading of weights among fewer rows. */
  static final int LEAST_ROWS = 16;

  private PromptChunks() {}

  /**
   * Rows of a chunk.
   *
   * @param positions that are to be run, 0 or more
   * @param stages of the pipeline
   * @param most rows that a chunk may have
   * @param cost of a chunk beside its rows, in rows, 1 or more
   */
  static int rows(int positions, int stages, int most, int cost) {
    if (stages == 1) {
      return most;
    }
    var best = (int) Math.ceil(Math.sqrt((double) cost * positions / (stages - 1)));
    return Math.min(most, Math.max(LEAST_ROWS, best));
  }
}
