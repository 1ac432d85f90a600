package coop.imece.shard.decoder;

/**
 * How many threads share a step.
 *
 * @param few where it has fewer than {@value #MANY_ROWS} rows: their time is that of reading
 *     weights
 * @param many where it has more, such as a prompt's: their time is that of computing
 */
record ThreadCounts(int few, int many) {
  static final int MANY_ROWS = 4;

  static ThreadCounts same(int count) {
    return new ThreadCounts(count, count);
  }

  ThreadCounts withFew(int count) {
    return new ThreadCounts(count, many);
  }

  int of(int rows) {
    return rows < MANY_ROWS ? few : many;
  }

  /**
   * In words.
   *
   * @param limit what both could be
   */
  String describe(int limit) {
    var steps = "%d of %d threads".formatted(few, limit);
    return few == many ? steps : "%s, %d from %d rows on".formatted(steps, many, MANY_ROWS);
  }
}
