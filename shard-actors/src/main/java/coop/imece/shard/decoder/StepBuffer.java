package coop.imece.shard.decoder;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap that Java and the program share, as floats: what one writes the other
 * reads, without a copy and without an array made for each step. It grows to what the largest step
 * needs.
 */
final class StepBuffer {
  private final PtNDManager manager;
  private ByteBuffer bytes;
  private PtNDArray array;
  private IValue tensor;
  private int floats;

  StepBuffer(PtNDManager manager) {
    this.manager = manager;
  }

  /**
   * As a tensor {@code (at least so many floats)}, which goes on being this buffer's. What stood in
   * it is lost when it has to grow.
   */
  IValue tensor(int atLeast) {
    if (atLeast > floats) {
      close();
      floats = Math.max(atLeast, 2 * floats);
      bytes =
          ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
              .order(ByteOrder.nativeOrder());
      array = manager.create(bytes, new Shape(floats), DataType.FLOAT32);
      tensor = IValue.from(array);
    }
    return tensor;
  }

  /** The same memory, from its start. */
  ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  void close() {
    if (tensor != null) {
      tensor.close();
      array.close();
      tensor = null;
    }
  }
}
