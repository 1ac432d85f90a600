package coop.imece.shard.decoder;

import coop.imece.core.StageInput;

/**
 * One session's part of a batch: consecutive positions that follow what its cache holds.
 *
 * @param startPosition the position of the first row, equal to {@code cache.positions()}
 * @param input token ids on the first slice, hidden states on the others
 * @param logits whether the last row's logits are wanted; only the last slice has any
 */
public record SliceWork(KvCache cache, int startPosition, StageInput input, boolean logits) {}
