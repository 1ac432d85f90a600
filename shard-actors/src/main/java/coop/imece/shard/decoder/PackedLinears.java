package coop.imece.shard.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import coop.imece.shard.engine.TsProgram;
import coop.imece.shard.weights.Extent;
import coop.imece.shard.weights.LinearSpec;
import coop.imece.shard.weights.PackedTensors;
import coop.imece.shard.weights.TensorMapper;
import coop.imece.shard.weights.TorchType;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Products over quantized weights; their norm is already multiplied into the matrix. */
final class PackedLinears implements LinearMaker {
  private final TsProgram program;
  private final TensorMapper mapper;
  private final PackedTensors packed;
  private final LongAdder bytes = new LongAdder();

  PackedLinears(TsProgram program, TensorMapper mapper, PackedTensors packed) {
    this.program = program;
    this.mapper = mapper;
    this.packed = packed;
  }

  @Override
  public IValue make(LinearSpec spec) {
    var extents = packed.of(spec);
    bytes.add(extents.stream().mapToLong(Extent::bytes).sum());
    try (var parts = mapper.list(extents);
        var bias = fp32(spec.bias());
        var norm = mapper.list(List.of())) {
      return program.call("linear", parts, bias, norm);
    }
  }

  private IValue fp32(List<Extent> vectors) {
    return IValue.listFrom(
        vectors.stream()
            .map(vector -> mapper.as(TorchType.FP32, List.of(vector)))
            .toArray(PtNDArray[]::new));
  }

  @Override
  public long bytes() {
    return bytes.sum();
  }
}
