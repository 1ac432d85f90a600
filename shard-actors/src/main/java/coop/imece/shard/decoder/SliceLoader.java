package coop.imece.shard.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import coop.imece.core.LayerRange;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelConfig.AttentionBias;
import coop.imece.model.ModelFolder;
import coop.imece.shard.engine.TsProgram;
import coop.imece.shard.weights.Extent;
import coop.imece.shard.weights.TensorMapper;
import coop.imece.shard.weights.TensorNames;
import coop.imece.shard.weights.TorchType;
import coop.imece.shard.weights.WeightCatalog;
import java.util.ArrayList;
import java.util.List;

/** Builds the program's slice from a folder's tensors; only those of the slice are touched. */
final class SliceLoader implements AutoCloseable {
  private final ModelConfig config;
  private final LayerRange layers;
  private final TorchType type;
  private final TsProgram program;
  private final PtNDManager manager;
  private final WeightCatalog catalog;
  private final TensorNames names;
  private final TensorMapper mapper;
  private final List<IValue> made = new ArrayList<>();
  private long weightBytes;

  SliceLoader(ModelFolder folder, LayerRange layers, TorchType type, PtNDManager manager) {
    this.config = folder.config();
    this.layers = layers;
    this.type = type;
    this.program = DecoderProgram.with(DecoderProgram.Products.PLAIN);
    this.manager = manager;
    this.catalog = new WeightCatalog(folder.weights());
    this.names = new TensorNames(config);
    this.mapper = new TensorMapper(program, manager);
  }

  LoadedSlice load() {
    var shape = config.shape();
    var programShape = shape();
    var list = keep(program.call("layers"));
    for (int layer = layers.start(); layer < layers.end(); layer++) {
      addLayer(list, programShape, layer);
    }
    var embedding = new PtNDArray[layers.start() == 0 ? 1 : 0];
    if (embedding.length > 0) {
      var rows = catalog.find(TensorNames.EMBEDDING, shape.vocabulary(), shape.hidden());
      weightBytes += rows.bytes();
      embedding[0] = mapper.map(rows);
    }
    var head = keep(program.call("linears"));
    if (shape.endsIn(layers)) {
      var matrix = catalog.find(names.head(), shape.vocabulary(), shape.hidden());
      add(head, linear(List.of(matrix), List.of(), List.of(vector(TensorNames.FINAL_NORM))));
    }
    var residual = keep(IValue.from((long) type.code()));
    var slice =
        program.call("slice", programShape, residual, tensors(List.of(embedding)), list, head);
    return new LoadedSlice(program, slice, weightBytes, kernels());
  }

  private String kernels() {
    return "%s products, weights mapped".formatted(type);
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

  private void addLayer(IValue list, IValue programShape, int layer) {
    var shape = config.shape();
    var feedForwardNorm = vector(names.feedForwardNorm(layer));
    var linears = keep(program.call("linears"));
    add(linears, attention(layer));
    add(linears, output(layer));
    var router = new ArrayList<PtNDArray>();
    if (config.hasExperts()) {
      router.add(
          weight(List.of(catalog.find(names.router(layer), shape.experts(), shape.hidden()))));
      for (int expert = 0; expert < shape.experts(); expert++) {
        addFeedForward(linears, names.gateUp(layer, expert), names.down(layer, expert), List.of());
      }
    } else {
      addFeedForward(linears, names.gateUp(layer), names.down(layer), List.of(feedForwardNorm));
    }
    var norms = new ArrayList<PtNDArray>();
    norms.add(feedForwardNorm);
    if (config.queryKeyNorm()) {
      norms.add(headNorms(layer));
    }
    program.call("add_layer", list, programShape, tensors(norms), tensors(router), linears).close();
  }

  private IValue attention(int layer) {
    var shape = config.shape();
    var rows = new int[] {shape.queryWidth(), shape.kvWidth(), shape.kvWidth()};
    var weights = catalog.findTogether(names.queryKeyValue(layer, "weight"), shape.hidden(), rows);
    var bias = new ArrayList<PtNDArray>();
    if (config.attentionBias() != AttentionBias.NONE) {
      var biasNames = names.queryKeyValue(layer, "bias");
      for (int i = 0; i < rows.length; i++) {
        bias.add(weight(List.of(catalog.find(biasNames.get(i), 0, rows[i]))));
      }
    }
    return linear(weights, bias, List.of(vector(names.attentionNorm(layer))));
  }

  private IValue output(int layer) {
    var shape = config.shape();
    var bias = new ArrayList<PtNDArray>();
    if (config.attentionBias() == AttentionBias.QUERY_KEY_VALUE_OUTPUT) {
      bias.add(vector(names.output(layer, "bias")));
    }
    var matrix = catalog.find(names.output(layer, "weight"), shape.hidden(), shape.queryWidth());
    return linear(List.of(matrix), bias, List.of());
  }

  private void addFeedForward(
      IValue linears, List<String> gateUp, String down, List<PtNDArray> norm) {
    var shape = config.shape();
    var width = shape.feedForward();
    add(
        linears,
        linear(catalog.findTogether(gateUp, shape.hidden(), width, width), List.of(), norm));
    add(linears, linear(List.of(catalog.find(down, shape.hidden(), width)), List.of(), List.of()));
  }

  /** The norms of all query and key heads below each other, {@code (heads + kvHeads, size)}. */
  private PtNDArray headNorms(int layer) {
    var shape = config.shape();
    var query = catalog.find(names.queryNorm(layer), 0, shape.headSize());
    var key = catalog.find(names.keyNorm(layer), 0, shape.headSize());
    var rows = new ArrayList<Extent>();
    for (int head = 0; head < shape.heads() + shape.kvHeads(); head++) {
      var norm = head < shape.heads() ? query : key;
      rows.add(new Extent(norm.file(), norm.type(), norm.start(), 1, norm.columns()));
    }
    return weight(rows);
  }

  private PtNDArray vector(String name) {
    return weight(List.of(catalog.find(name, 0, config.shape().hidden())));
  }

  private PtNDArray weight(List<Extent> parts) {
    weightBytes += parts.stream().mapToLong(Extent::elements).sum() * type.bytes();
    return mapper.as(type, parts);
  }

  private IValue linear(List<Extent> parts, List<PtNDArray> bias, List<PtNDArray> norm) {
    var mapped = parts.stream().allMatch(part -> TorchType.of(part.type()) == type);
    var matrices = new ArrayList<PtNDArray>();
    if (mapped) {
      parts.forEach(part -> matrices.add(weight(List.of(part))));
    } else {
      matrices.add(weight(parts));
    }
    return keep(program.call("linear", tensors(matrices), tensors(bias), tensors(norm)));
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
    manager.close();
  }
}
