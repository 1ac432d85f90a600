package coop.imece.shard.training;

/**
 * A batch as arrays. Sequences are padded at their ends, where causal attention does not look, with
 * token 0.
 */
final class BatchArrays {
  private final long[][] ids;
  private final long[] rows;
  private final long[] targets;

  private BatchArrays(int sequences, int positions, int learned) {
    ids = new long[sequences][positions];
    rows = new long[learned];
    targets = new long[learned];
  }

  static BatchArrays of(TextBatch batch) {
    var positions = batch.longest() - 1;
    var arrays = new BatchArrays(batch.texts().size(), positions, batch.learnedTokens());
    var found = 0;
    for (var t = 0; t < batch.texts().size(); t++) {
      var text = batch.texts().get(t);
      for (var p = 0; p + 1 < text.size(); p++) {
        arrays.ids[t][p] = text.id(p);
        if (text.isLearned(p + 1)) {
          arrays.rows[found] = (long) t * positions + p;
          arrays.targets[found++] = text.id(p + 1);
        }
      }
    }
    return arrays;
  }

  int positions() {
    return ids[0].length;
  }

  /** {@code (sequences, positions)}. */
  long[][] ids() {
    return ids;
  }

  /** Where, in all positions counted through, the next token is to be learned. */
  long[] rows() {
    return rows;
  }

  /** Those next tokens, one for every row. */
  long[] targets() {
    return targets;
  }
}
