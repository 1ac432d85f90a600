package coop.imece.scheduler.hardware;

import coop.imece.core.ModelShape;
import java.util.List;

/**
 * The decoder layer that every device runs to be compared: the shape of a published model of a
 * billion parameters, large enough to leave most caches, small enough for any machine.
 */
public final class ReferenceLayer {
  public static final ModelShape SHAPE = ModelShape.dense(1, 2_048, 32, 8, 64, 8_192, 128_256);

  /** Sessions that decode together, each one position. */
  public static final List<Integer> BATCHES = List.of(1, 2, 4, 8);

  /** Positions that each session attends to. */
  public static final int CONTEXT = 512;

  private static final int BYTES_OF_WEIGHT = 2;

  private ReferenceLayer() {}

  /** Weights that a step reads, in a format of 16 bits. */
  static long weightBytes() {
    return BYTES_OF_WEIGHT * parameters();
  }

  /** Keys and values that a step of so many sessions reads. */
  static long cacheBytes(int batch) {
    return 2L * BYTES_OF_WEIGHT * SHAPE.kvWidth() * CONTEXT * batch;
  }

  /** Of one step of so many sessions, a multiply-add counted as 2. */
  static long flops(int batch) {
    return batch * (2 * parameters() + 4L * SHAPE.heads() * SHAPE.headSize() * CONTEXT);
  }

  private static long parameters() {
    var hidden = (long) SHAPE.hidden();
    var queries = (long) SHAPE.heads() * SHAPE.headSize();
    return 2 * hidden * queries + 2 * hidden * SHAPE.kvWidth() + 3 * hidden * SHAPE.feedForward();
  }
}
