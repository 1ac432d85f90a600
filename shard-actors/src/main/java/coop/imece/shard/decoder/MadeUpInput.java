package coop.imece.shard.decoder;

import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Something to run where only the time counts that it takes: no two rows are the same. */
final class MadeUpInput {
  private MadeUpInput() {}

  /** As the slice takes it: token ids, or hidden states of elements from -1 to 1. */
  static StageInput of(Slice slice, int positions) {
    var shape = slice.config().shape();
    if (slice.first()) {
      return TokenIds.own(
          IntStream.range(0, positions).map(i -> 31 * i % shape.vocabulary()).toArray());
    }
    var rows = ByteBuffer.allocate(positions * shape.hidden() * Float.BYTES);
    for (var i = 0; rows.hasRemaining(); i++) {
      rows.putFloat((float) Math.sin(i));
    }
    return StateRows.write(rows.flip(), positions, shape.hidden(), slice.element());
  }
}
