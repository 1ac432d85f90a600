package coop.imece.shard.decoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import coop.imece.model.ModelConfig;
import coop.imece.shard.weights.TensorMapper;
import coop.imece.shard.weights.TorchType;
import java.nio.FloatBuffer;

/**
 * Cosines and sines for the positions seen so far, {@code (positions, 2, size)}: a row is the
 * cosines of both halves, then the sines, negative for the first half. It lies on the slice's
 * device and grows by doubling.
 */
final class RotaryTable {
  private static final int FIRST_POSITIONS = 256;

  private final double[] frequencies;
  private final PtNDManager manager;
  private final LoadedSlice loaded;
  private int positions;
  private PtNDArray table;
  private IValue tensor;

  RotaryTable(ModelConfig config, PtNDManager manager, LoadedSlice loaded) {
    this.frequencies = RotaryFrequencies.of(config);
    this.manager = manager;
    this.loaded = loaded;
    fill(Math.min(FIRST_POSITIONS, config.maxPositions()));
  }

  /** The table with at least the positions {@code [0, end)}. */
  IValue upTo(int end) {
    if (end > positions) {
      tensor.close();
      table.close();
      fill(Math.max(end, 2 * positions));
    }
    return tensor;
  }

  void close() {
    tensor.close();
    table.close();
  }

  private void fill(int count) {
    var half = frequencies.length;
    var values = new float[count * 4 * half];
    for (int position = 0; position < count; position++) {
      for (int j = 0; j < half; j++) {
        var angle = position * frequencies[j];
        var at = position * 4 * half + j;
        values[at] = values[at + half] = (float) Math.cos(angle);
        values[at + 2 * half] = (float) -Math.sin(angle);
        values[at + 3 * half] = (float) Math.sin(angle);
      }
    }
    positions = count;
    table = (PtNDArray) manager.create(FloatBuffer.wrap(values), new Shape(count, 2, 2L * half));
    try (var list = IValue.listFrom(table)) {
      tensor = TensorMapper.stacked(loaded.program(), list, loaded.device(), TorchType.FP32);
    }
  }
}
