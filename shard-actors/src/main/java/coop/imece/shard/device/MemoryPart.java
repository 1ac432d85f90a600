package coop.imece.shard.device;

import ai.djl.pytorch.jni.IValue;
import coop.imece.shard.weights.TorchType;

/** Reads memory that no cache holds. */
final class MemoryPart extends Part {
  private static final int ROUNDS = 6;
  private static final int ELEMENTS = 64 << 20;
  private static final int ELEMENT_BYTES = 4;

  /** 256 bytes: a key of one head. */
  private static final int ROW = 64;

  /** 4 KiB: the keys and values of sixteen heads. */
  private static final int STRIDE = 1_024;

  private final DeviceProgram program;
  private final boolean strided;
  private IValue[] memory = {};

  MemoryPart(DeviceProgram program, boolean strided) {
    super(strided ? "memory in rows with gaps" : "memory from end to end", ROUNDS);
    this.program = program;
    this.strided = strided;
  }

  @Override
  void prepare() {
    memory = new IValue[] {program.filled(1, ELEMENTS, TorchType.FP32.code())};
  }

  double bytes() {
    return (double) ELEMENTS * ELEMENT_BYTES;
  }

  @Override
  double compute(int times) {
    return strided
        ? program.number("strided", memory, ROW, STRIDE, times)
        : program.number("sequential", memory, times);
  }

  @Override
  double expected() {
    return DeviceProgram.ELEMENT;
  }

  @Override
  public void close() {
    for (var tensor : memory) {
      tensor.close();
    }
    memory = new IValue[0];
  }
}
