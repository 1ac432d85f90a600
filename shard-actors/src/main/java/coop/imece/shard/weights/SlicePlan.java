package coop.imece.shard.weights;

import coop.imece.core.LayerRange;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelConfig.AttentionBias;
import coop.imece.model.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of a folder's tensors a slice uses, and as what. Shapes are checked, nothing is read. */
public final class SlicePlan {
  private final ModelConfig config;
  private final LayerRange layers;
  private final WeightCatalog catalog;
  private final TensorNames names;

  public SlicePlan(ModelFolder folder, LayerRange layers) {
    this.config = folder.config();
    this.layers = layers;
    this.catalog = new WeightCatalog(folder.weights());
    this.names = new TensorNames(config);
  }

  /** Every product of the slice, in the order of the forward pass. */
  public List<LinearSpec> linears() {
    var all = new ArrayList<LinearSpec>();
    for (int layer = layers.start(); layer < layers.end(); layer++) {
      all.addAll(linears(layer));
    }
    head().ifPresent(all::add);
    return List.copyOf(all);
  }

  /** One layer's: query-key-value, output, then gate-up and down, once or of every expert. */
  public List<LinearSpec> linears(int layer) {
    var all = new ArrayList<LinearSpec>();
    all.add(queryKeyValue(layer));
    all.add(output(layer));
    if (config.hasExperts()) {
      for (int expert = 0; expert < config.shape().experts(); expert++) {
        var key = "%d.%d.".formatted(layer, expert);
        all.add(gateUp(key, names.gateUp(layer, expert), List.of()));
        all.add(down(key, names.down(layer, expert)));
      }
    } else {
      var key = layer + ".";
      all.add(gateUp(key, names.gateUp(layer), List.of(feedForwardNorm(layer))));
      all.add(down(key, names.down(layer)));
    }
    return List.copyOf(all);
  }

  /** {@code (vocabulary, hidden)}, where the slice is the first. */
  public Optional<Extent> embedding() {
    var shape = config.shape();
    return layers.start() == 0
        ? Optional.of(catalog.find(TensorNames.EMBEDDING, shape.vocabulary(), shape.hidden()))
        : Optional.empty();
  }

  /** The final norm and the head, where the slice is the last. */
  public Optional<LinearSpec> head() {
    var shape = config.shape();
    if (!shape.endsIn(layers)) {
      return Optional.empty();
    }
    var matrix = catalog.find(names.head(), shape.vocabulary(), shape.hidden());
    var norm = catalog.find(TensorNames.FINAL_NORM, 0, shape.hidden());
    return Optional.of(new LinearSpec(LinearSpec.HEAD, List.of(matrix), List.of(), List.of(norm)));
  }

  public Extent feedForwardNorm(int layer) {
    return catalog.find(names.feedForwardNorm(layer), 0, config.shape().hidden());
  }

  /** {@code (experts, hidden)}, where the model has experts. */
  public List<Extent> router(int layer) {
    var shape = config.shape();
    return config.hasExperts()
        ? List.of(catalog.find(names.router(layer), shape.experts(), shape.hidden()))
        : List.of();
  }

  /** A row for each query and key head, where the model normalises them. */
  public List<Extent> headNorms(int layer) {
    if (!config.queryKeyNorm()) {
      return List.of();
    }
    var shape = config.shape();
    var query = catalog.find(names.queryNorm(layer), 0, shape.headSize());
    var key = catalog.find(names.keyNorm(layer), 0, shape.headSize());
    var rows = new ArrayList<Extent>();
    for (int head = 0; head < shape.heads() + shape.kvHeads(); head++) {
      rows.add((head < shape.heads() ? query : key).asRow());
    }
    return List.copyOf(rows);
  }

  private LinearSpec queryKeyValue(int layer) {
    var shape = config.shape();
    var rows = new int[] {shape.queryWidth(), shape.kvWidth(), shape.kvWidth()};
    var weights = names.queryKeyValue(layer, "weight");
    var bias = new ArrayList<Extent>();
    if (config.attentionBias() != AttentionBias.NONE) {
      for (int i = 0; i < rows.length; i++) {
        bias.add(catalog.find(names.queryKeyValue(layer, "bias").get(i), 0, rows[i]));
      }
    }
    return new LinearSpec(
        layer + ".qkv",
        catalog.findTogether(weights, shape.hidden(), rows),
        bias,
        List.of(catalog.find(names.attentionNorm(layer), 0, shape.hidden())));
  }

  private LinearSpec output(int layer) {
    var shape = config.shape();
    var bias =
        config.attentionBias() == AttentionBias.QUERY_KEY_VALUE_OUTPUT
            ? List.of(catalog.find(names.output(layer, "bias"), 0, shape.hidden()))
            : List.<Extent>of();
    var matrix = catalog.find(names.output(layer, "weight"), shape.hidden(), shape.queryWidth());
    return new LinearSpec(layer + ".output", List.of(matrix), bias, List.of());
  }

  private LinearSpec gateUp(String key, List<String> gateUp, List<Extent> norm) {
    var shape = config.shape();
    var width = shape.feedForward();
    return new LinearSpec(
        key + "gateup",
        catalog.findTogether(gateUp, shape.hidden(), width, width),
        List.of(),
        norm);
  }

  private LinearSpec down(String key, String down) {
    var shape = config.shape();
    var matrix = catalog.find(down, shape.hidden(), shape.feedForward());
    return new LinearSpec(key + "down", List.of(matrix), List.of(), List.of());
  }
}
