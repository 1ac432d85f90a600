package coop.imece.shard.decoder;

import ai.djl.pytorch.jni.IValue;
import coop.imece.core.HiddenStates;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.SliceWork.Wanted;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One call of {@link Slice#forward}: the batch as the program's arguments, and its result cut up.
 * Plain loops: between two steps the weights have driven all else out of the processor's caches,
 * and what runs here runs cold.
 */
final class SliceStep {
  private final Slice slice;
  private final List<SliceWork> batch;
  private final long[] counts;
  private final long[] starts;
  private final long[] sampled;
  private final int rows;
  private final int end;
  private final boolean largest;

  /** Checks the whole batch. */
  SliceStep(Slice slice, List<SliceWork> batch) {
    SliceWorkCheck.require(slice, batch);
    this.slice = slice;
    this.batch = batch;
    counts = new long[batch.size()];
    starts = new long[batch.size()];
    var wanted = new long[batch.size()];
    var asked = 0;
    var all = 0;
    var last = 0;
    var onlyLargest = true;
    for (var i = 0; i < counts.length; i++) {
      var work = batch.get(i);
      counts[i] = work.input().positions();
      starts[i] = work.startPosition();
      all += work.input().positions();
      last = Math.max(last, work.startPosition() + work.input().positions());
      if (slice.last() && work.wanted() != Wanted.NOTHING) {
        wanted[asked++] = all - 1;
        onlyLargest &= work.wanted() == Wanted.LARGEST;
      }
    }
    rows = all;
    end = last;
    sampled = Arrays.copyOf(wanted, asked);
    largest = onlyLargest;
  }

  /** Of all sessions. */
  int rows() {
    return rows;
  }

  List<SliceOutput> run(LoadedSlice loaded, RotaryTable rotary, StepBuffer in, StepBuffer out) {
    var owned = new ArrayList<IValue>(6);
    try {
      loaded
          .program()
          .call(
              "run",
              loaded.object(),
              keep(owned, IValue.listFrom(ids())),
              states(in),
              keep(owned, IValue.listFrom(counts)),
              keep(owned, IValue.listFrom(starts)),
              keep(owned, IValue.listFrom(caches())),
              rotary.upTo(end),
              keep(owned, IValue.listFrom(sampled)),
              keep(owned, IValue.from(largest)),
              out.tensor(resultFloats()))
          .close();
      return outputs(out.bytes());
    } finally {
      owned.forEach(IValue::close);
    }
  }

  private static IValue keep(List<IValue> owned, IValue value) {
    owned.add(value);
    return value;
  }

  /** Token ids {@code (rows)} on the first slice, elsewhere none. */
  private long[] ids() {
    if (!slice.first()) {
      return new long[0];
    }
    var ids = new long[rows];
    var at = 0;
    for (var work : batch) {
      var tokens = (TokenIds) work.input();
      for (var i = 0; i < tokens.size(); i++) {
        ids[at++] = tokens.get(i);
      }
    }
    return ids;
  }

  /** Hidden states {@code (rows, hidden)} at the start of the buffer, on the first slice none. */
  private IValue states(StepBuffer in) {
    if (slice.first()) {
      return in.tensor(1);
    }
    var tensor = in.tensor(rows * slice.config().shape().hidden());
    var bytes = in.bytes();
    for (var work : batch) {
      StateRows.read((HiddenStates) work.input(), bytes);
    }
    return tensor;
  }

  private IValue[] caches() {
    var caches = new IValue[counts.length];
    for (var i = 0; i < caches.length; i++) {
      caches[i] = batch.get(i).cache().reserve((int) counts[i]);
    }
    return caches;
  }

  private int resultFloats() {
    if (!slice.last()) {
      return Math.multiplyExact(rows, slice.config().shape().hidden());
    }
    var each = largest ? 2 : slice.config().shape().vocabulary();
    return Math.max(1, Math.multiplyExact(sampled.length, each));
  }

  private List<SliceOutput> outputs(ByteBuffer result) {
    var outputs = new ArrayList<SliceOutput>(batch.size());
    for (var work : batch) {
      var count = work.input().positions();
      work.cache().advance(count);
      outputs.add(slice.last() ? scores(work.wanted(), result) : states(count, result));
    }
    return outputs;
  }

  private SliceOutput states(int count, ByteBuffer result) {
    var width = slice.config().shape().hidden();
    return new SliceOutput.States(StateRows.write(result, count, width, slice.element()));
  }

  private SliceOutput scores(Wanted wanted, ByteBuffer result) {
    if (wanted == Wanted.NOTHING) {
      return new SliceOutput.Nothing();
    } else if (largest) {
      var logit = result.getFloat();
      return new SliceOutput.Largest((int) result.getFloat(), logit);
    }
    var scores = new float[slice.config().shape().vocabulary()];
    result.asFloatBuffer().get(scores);
    result.position(result.position() + scores.length * Float.BYTES);
    var logits = Logits.own(scores);
    return wanted == Wanted.LARGEST ? logits.largest() : new SliceOutput.Sampled(logits);
  }
}
