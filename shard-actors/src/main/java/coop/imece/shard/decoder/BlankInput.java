package coop.imece.shard.decoder;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;

/** Something to run where only the time counts that it takes. */
final class BlankInput {
  private BlankInput() {}

  /** As the slice takes it: token 0, or hidden states of zeros. */
  static StageInput of(Slice slice, int positions) {
    if (slice.first()) {
      return TokenIds.own(new int[positions]);
    }
    var width = slice.config().shape().hidden();
    var bytes = Bytes.own(new byte[positions * width * slice.element().bytes()]);
    return new HiddenStates(positions, width, slice.element(), bytes);
  }
}
