package coop.imece.shard.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import coop.imece.shard.engine.TsProgram;
import coop.imece.shard.weights.Extent;
import coop.imece.shard.weights.LinearSpec;
import coop.imece.shard.weights.TensorMapper;
import coop.imece.shard.weights.TorchType;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Products over the folder's own tensors: mapped, or converted where they are stored otherwise or
 * must be copied to a device in any case, and then as one matrix.
 */
final class PlainLinears implements LinearMaker {
  private final TsProgram program;
  private final TensorMapper mapper;
  private final TorchType type;
  private final LongAdder bytes = new LongAdder();

  PlainLinears(TsProgram program, TensorMapper mapper, TorchType type) {
    this.program = program;
    this.mapper = mapper;
    this.type = type;
  }

  @Override
  public IValue make(LinearSpec spec) {
    try (var parts =
            mapper.asMapped(type, spec.parts()) ? each(spec.parts()) : list(tensor(spec.parts()));
        var bias = each(spec.bias());
        var norm = each(spec.norm())) {
      return program.call("linear", parts, bias, norm);
    }
  }

  private IValue each(List<Extent> extents) {
    return list(extents.stream().map(part -> tensor(List.of(part))).toArray(PtNDArray[]::new));
  }

  private PtNDArray tensor(List<Extent> parts) {
    bytes.add(parts.stream().mapToLong(Extent::elements).sum() * type.bytes());
    return mapper.as(type, parts);
  }

  private static IValue list(PtNDArray... tensors) {
    return IValue.listFrom(tensors);
  }

  @Override
  public long bytes() {
    return bytes.sum();
  }
}
