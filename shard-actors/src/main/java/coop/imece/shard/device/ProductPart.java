package coop.imece.shard.device;

import ai.djl.pytorch.jni.IValue;
import coop.imece.shard.weights.TorchType;

/** Products of many rows with one weight matrix: what a prompt's prefill does. */
final class ProductPart extends Part {
  private static final int ROUNDS = 8;
  private static final int FEWEST_ROWS = 64;
  private static final int MOST_ROWS = 4_096;

  /** Rows are doubled until a product takes this long: enough work for any device at once. */
  private static final double LONG_ENOUGH_SECONDS = 0.01;

  private final DeviceProgram program;
  private final int inputs;
  private final int outputs;
  private final int dtype;
  private int rows;
  private IValue[] tensors = {};

  ProductPart(DeviceProgram program, int inputs, int outputs, TorchType type, int rounds) {
    super("products %d x %d, %s".formatted(outputs, inputs, type.name()), rounds);
    this.program = program;
    this.inputs = inputs;
    this.outputs = outputs;
    this.dtype = type.code();
  }

  ProductPart(DeviceProgram program, int inputs, int outputs, TorchType type) {
    this(program, inputs, outputs, type, ROUNDS);
  }

  @Override
  void prepare() {
    var weights = program.filled(outputs, inputs, dtype);
    tensors = new IValue[] {program.filled(FEWEST_ROWS, inputs, dtype), weights};
    rows = FEWEST_ROWS;
    while (rows < MOST_ROWS && quickest() < LONG_ENOUGH_SECONDS) {
      rows *= 2;
      tensors[0].close();
      tensors[0] = program.filled(rows, inputs, dtype);
    }
  }

  /** Of two: the first one of a size sets the engine up for it. */
  private double quickest() {
    return Math.min(timed(), timed());
  }

  private double timed() {
    var start = System.nanoTime();
    compute(1);
    return (System.nanoTime() - start) / 1e9;
  }

  /** Of one product, a multiply-add counted as 2. */
  double flops() {
    return 2.0 * rows * inputs * outputs;
  }

  /** Once done. */
  double flopsPerSecond() {
    return flops() / seconds();
  }

  @Override
  double compute(int times) {
    return program.number("product", tensors, times);
  }

  @Override
  double expected() {
    return inputs * DeviceProgram.ELEMENT * DeviceProgram.ELEMENT;
  }

  @Override
  public void close() {
    for (var tensor : tensors) {
      tensor.close();
    }
    tensors = new IValue[0];
  }
}
