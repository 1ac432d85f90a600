package coop.imece.shard.device;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import coop.imece.scheduler.hardware.ReferenceLayer;
import coop.imece.shard.engine.PyTorch;
import coop.imece.shard.weights.TorchType;

/** Decode steps of the reference layer for a batch of sessions. */
final class LayerPart extends Part {
  private static final int ROUNDS = 6;
  private static final double ELEMENT = DeviceProgram.ELEMENT;

  private final DeviceProgram program;
  private final int batch;
  private final int dtype;
  private IValue[] tensors = {};

  LayerPart(DeviceProgram program, int batch, TorchType type) {
    super("decoder layer, batch " + batch, ROUNDS);
    this.program = program;
    this.batch = batch;
    this.dtype = type.code();
  }

  @Override
  void prepare() {
    var shape = ReferenceLayer.SHAPE;
    var hidden = shape.hidden();
    var queries = shape.heads() * shape.headSize();
    var feed = shape.feedForward();
    var input = program.filled(batch, hidden, dtype);
    var weights =
        list(
            program.filled(queries + 2 * shape.kvWidth(), hidden, dtype),
            program.filled(hidden, queries, dtype),
            program.filled(2 * feed, hidden, dtype),
            program.filled(hidden, feed, dtype));
    var heads = batch * shape.kvHeads();
    var cache =
        list(
            program.cache(heads, ReferenceLayer.CONTEXT, shape.headSize(), dtype),
            program.cache(heads, ReferenceLayer.CONTEXT, shape.headSize(), dtype));
    tensors = new IValue[] {input, weights, cache};
  }

  private static IValue list(IValue... tensors) {
    try (var manager = PyTorch.newManager()) {
      var arrays = new PtNDArray[tensors.length];
      for (var i = 0; i < tensors.length; i++) {
        arrays[i] = tensors[i].toTensor(manager);
        tensors[i].close();
      }
      return IValue.listFrom(arrays);
    }
  }

  @Override
  double compute(int times) {
    var shape = ReferenceLayer.SHAPE;
    return program.number("layer", tensors, shape.heads(), shape.kvHeads(), times);
  }

  /** The layer by hand: every row of a matrix is the same, so every element of a result is. */
  @Override
  double expected() {
    var shape = ReferenceLayer.SHAPE;
    var attended = ELEMENT + shape.heads() * shape.headSize() * ELEMENT * ELEMENT;
    var gate = shape.hidden() * ELEMENT; // the norm makes every element 1
    var gated = gate / (1 + Math.exp(-gate)) * gate;
    return attended + shape.feedForward() * gated * ELEMENT;
  }

  @Override
  public void close() {
    for (var tensor : tensors) {
      tensor.close();
    }
    tensors = new IValue[0];
  }
}
