package coop.imece.shard.decoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import coop.imece.core.HiddenStates;
import coop.imece.core.TokenIds;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One call of {@link Slice#forward}: the batch as the program's arguments, and its result cut up.
 */
final class SliceStep {
  private final Slice slice;
  private final List<SliceWork> batch;
  private final int rows;

  /** Checks the whole batch. */
  SliceStep(Slice slice, List<SliceWork> batch) {
    this.slice = slice;
    this.batch = batch;
    SliceWorkCheck.require(slice, batch);
    this.rows = batch.stream().mapToInt(work -> work.input().positions()).sum();
  }

  List<SliceOutput> run(PtNDManager scope, LoadedSlice loaded, RotaryTable rotary) {
    var arguments = new ArrayList<IValue>();
    try {
      arguments.add(loaded.object());
      arguments.add(IValue.from(input(scope)));
      arguments.add(IValue.listFrom(counts()));
      arguments.add(IValue.listFrom(starts()));
      arguments.add(caches());
      arguments.add(IValue.from(rotary.upTo(end())));
      arguments.add(IValue.from((PtNDArray) scope.create(positions())));
      arguments.add(IValue.listFrom(sampled()));
      try (var result = loaded.program().call("run", arguments.toArray(IValue[]::new))) {
        return outputs(result.toTensor(scope).toFloatArray());
      }
    } finally {
      arguments.stream().skip(1).forEach(IValue::close);
    }
  }

  /** Token ids {@code (rows)}, or hidden states {@code (rows, hidden)}. */
  private PtNDArray input(PtNDManager scope) {
    if (slice.first()) {
      var ids =
          batch.stream().flatMapToInt(work -> ((TokenIds) work.input()).stream()).asLongStream();
      return (PtNDArray) scope.create(ids.toArray());
    }
    var width = slice.config().shape().hidden();
    var values = new float[rows * width];
    var at = 0;
    for (var work : batch) {
      var states = (HiddenStates) work.input();
      StateRows.read(states, values, at);
      at += states.positions() * width;
    }
    return (PtNDArray) scope.create(FloatBuffer.wrap(values), new Shape(rows, width));
  }

  private long[] counts() {
    return batch.stream().mapToLong(work -> work.input().positions()).toArray();
  }

  private long[] starts() {
    return batch.stream().mapToLong(SliceWork::startPosition).toArray();
  }

  private IValue caches() {
    return IValue.listFrom(
        batch.stream()
            .map(work -> work.cache().reserve(work.input().positions()))
            .toArray(IValue[]::new));
  }

  private int end() {
    return batch.stream()
        .mapToInt(work -> work.startPosition() + work.input().positions())
        .max()
        .orElseThrow();
  }

  private long[] positions() {
    var positions = new long[rows];
    var row = 0;
    for (var work : batch) {
      for (int i = 0; i < work.input().positions(); i++) {
        positions[row++] = work.startPosition() + i;
      }
    }
    return positions;
  }

  /** The last row of each session whose logits are wanted. */
  private long[] sampled() {
    var wanted = new ArrayList<Long>();
    var row = 0L;
    for (var work : batch) {
      row += work.input().positions();
      if (slice.last() && work.logits()) {
        wanted.add(row - 1);
      }
    }
    return wanted.stream().mapToLong(Long::longValue).toArray();
  }

  private List<SliceOutput> outputs(float[] result) {
    var outputs = new ArrayList<SliceOutput>(batch.size());
    // A head's rows may be padded, see linear_int4.py.
    var logitsWidth = sampled().length == 0 ? 0 : result.length / sampled().length;
    var at = 0;
    for (var work : batch) {
      var count = work.input().positions();
      work.cache().advance(count);
      if (!slice.last()) {
        var width = slice.config().shape().hidden();
        var states = StateRows.write(result, at, count, width, slice.element());
        outputs.add(new SliceOutput.States(states));
        at += count * width;
      } else if (work.logits()) {
        var scores = Arrays.copyOfRange(result, at, at + slice.config().shape().vocabulary());
        outputs.add(new SliceOutput.Sampled(Logits.own(scores)));
        at += logitsWidth;
      } else {
        outputs.add(new SliceOutput.Nothing());
      }
    }
    return List.copyOf(outputs);
  }
}
