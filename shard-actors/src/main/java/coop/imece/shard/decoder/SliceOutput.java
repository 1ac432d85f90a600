package coop.imece.shard.decoder;

import coop.imece.core.HiddenStates;

/** What a slice makes of one {@link SliceWork}. */
public sealed interface SliceOutput {
  /** For the next slice: a row for each position. */
  record States(HiddenStates states) implements SliceOutput {}

  /** Of the last row, from a last slice that was asked for them. */
  record Sampled(Logits logits) implements SliceOutput {}

  /**
   * Of the last row, from a last slice that was asked for it.
   *
   * @param token of equal logits the smallest id
   * @param logit not a number when any of the logits is none
   */
  record Largest(int token, float logit) implements SliceOutput {}

  /** From a last slice that was not: the positions are in its cache, the head was not computed. */
  record Nothing() implements SliceOutput {}
}
