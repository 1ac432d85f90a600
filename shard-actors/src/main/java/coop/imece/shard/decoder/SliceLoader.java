package coop.imece.shard.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import coop.imece.core.LayerRange;
import coop.imece.model.ModelConfig;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.TsProgram;
import coop.imece.shard.weights.Extent;
import coop.imece.shard.weights.SlicePlan;
import coop.imece.shard.weights.TensorMapper;
import coop.imece.shard.weights.TorchType;
import java.util.ArrayList;
import java.util.List;

/** Builds the program's slice from a plan; only tensors of the slice are touched. */
final class SliceLoader implements AutoCloseable {
  private final ModelConfig config;
  private final SlicePlan plan;
  private final TorchType residual;
  private final TsProgram program;
  private final TensorMapper mapper;
  private final LinearMaker linears;
  private final List<IValue> made = new ArrayList<>();
  private long otherBytes;

  SliceLoader(
      ModelConfig config,
      SlicePlan plan,
      TorchType residual,
      TsProgram program,
      TensorMapper mapper,
      LinearMaker linears) {
    this.config = config;
    this.plan = plan;
    this.residual = residual;
    this.program = program;
    this.mapper = mapper;
    this.linears = linears;
  }

  LoadedSlice load(LayerRange layers, ComputeDevice device, Products products) {
    var shape = shape();
    var list = keep(program.call("layers"));
    for (int layer = layers.start(); layer < layers.end(); layer++) {
      addLayer(list, shape, layer);
    }
    var embedding = plan.embedding().stream().map(this::asStored).toList();
    var head = keep(program.call("linears"));
    plan.head().ifPresent(spec -> add(head, keep(linears.make(spec))));
    var type = keep(IValue.from((long) residual.code()));
    var slice =
        program.call(
            "slice",
            shape,
            keep(IValue.from(device.name())),
            type,
            number(config.shape().hidden()),
            number(config.shape().vocabulary()),
            tensors(embedding),
            list,
            head);
    return new LoadedSlice(program, slice, device, otherBytes + linears.bytes(), products);
  }

  private IValue shape() {
    var shape = config.shape();
    return keep(
        program.call(
            "shape",
            number(shape.heads()),
            number(shape.kvHeads()),
            number(shape.headSize()),
            number(shape.window()),
            number(shape.expertsPerToken()),
            keep(IValue.from(config.normalizedRouting())),
            keep(IValue.from(config.normEpsilon()))));
  }

  private void addLayer(IValue list, IValue shape, int layer) {
    var products = keep(program.call("linears"));
    plan.linears(layer).parallelStream()
        .map(linears::make)
        .forEachOrdered(made -> add(products, keep(made)));
    var router = plan.router(layer).stream().map(extent -> weight(List.of(extent))).toList();
    var norms = new ArrayList<PtNDArray>();
    norms.add(mapper.as(residual, List.of(plan.feedForwardNorm(layer))));
    if (config.queryKeyNorm()) {
      norms.add(weight(plan.headNorms(layer)));
    }
    program.call("add_layer", list, shape, tensors(norms), tensors(router), products).close();
  }

  /** Rows are looked up, so that the format it is stored in serves every precision. */
  private PtNDArray asStored(Extent embedding) {
    otherBytes += embedding.bytes();
    return mapper.as(TorchType.of(embedding.type()), List.of(embedding));
  }

  private PtNDArray weight(List<Extent> parts) {
    otherBytes += parts.stream().mapToLong(Extent::elements).sum() * residual.bytes();
    return mapper.as(residual, parts);
  }

  private void add(IValue list, IValue linear) {
    program.call("add_linear", list, linear).close();
  }

  private IValue tensors(List<PtNDArray> arrays) {
    return keep(IValue.listFrom(arrays.toArray(PtNDArray[]::new)));
  }

  private IValue number(long value) {
    return keep(IValue.from(value));
  }

  private IValue keep(IValue value) {
    made.add(value);
    return value;
  }

  /** Closes the handles that building needed; the slice that was built goes on. */
  @Override
  public void close() {
    made.forEach(IValue::close);
  }
}
