package coop.imece.shard.decoder;

import coop.imece.core.StageInput;

/**
 * One session's part of a batch: consecutive positions that follow what its cache holds.
 *
 * @param startPosition the position of the first row, equal to {@code cache.positions()}
 * @param input token ids on the first slice, hidden states on the others
 * @param wanted of the last row; only the last slice has any of it
 */
public record SliceWork(KvCache cache, int startPosition, StageInput input, Wanted wanted) {

  /** What is asked of the scores behind a row. */
  public enum Wanted {
    /** The head is not computed. */
    NOTHING,
    /** The token of the largest logit: as good as all logits for greedy sampling, and no copy. */
    LARGEST,
    LOGITS
  }
}
