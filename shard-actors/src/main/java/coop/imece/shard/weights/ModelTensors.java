package coop.imece.shard.weights;

import coop.imece.model.ModelConfig;
import coop.imece.model.ModelConfig.AttentionBias;
import java.util.ArrayList;
import java.util.List;

/** Every tensor that a model's folder must hold, in the order of the forward pass. */
public final class ModelTensors {
  private final ModelConfig config;
  private final TensorNames names;
  private final List<TensorShape> tensors = new ArrayList<>();

  private ModelTensors(ModelConfig config) {
    this.config = config;
    this.names = new TensorNames(config);
  }

  public static List<TensorShape> of(ModelConfig config) {
    var all = new ModelTensors(config);
    all.matrix(TensorNames.EMBEDDING, config.shape().vocabulary(), config.shape().hidden());
    for (int layer = 0; layer < config.shape().layers(); layer++) {
      all.attention(layer);
      all.feedForward(layer);
    }
    all.vector(TensorNames.FINAL_NORM, config.shape().hidden());
    if (!config.tiedHead()) {
      all.matrix(all.names.head(), config.shape().vocabulary(), config.shape().hidden());
    }
    return List.copyOf(all.tensors);
  }

  private void attention(int layer) {
    var shape = config.shape();
    var widths = List.of(shape.queryWidth(), shape.kvWidth(), shape.kvWidth());
    vector(names.attentionNorm(layer), shape.hidden());
    for (int i = 0; i < 3; i++) {
      matrix(names.queryKeyValue(layer, "weight").get(i), widths.get(i), shape.hidden());
    }
    if (config.attentionBias() != AttentionBias.NONE) {
      for (int i = 0; i < 3; i++) {
        vector(names.queryKeyValue(layer, "bias").get(i), widths.get(i));
      }
    }
    if (config.queryKeyNorm()) {
      vector(names.queryNorm(layer), shape.headSize());
      vector(names.keyNorm(layer), shape.headSize());
    }
    matrix(names.output(layer, "weight"), shape.hidden(), shape.queryWidth());
    if (config.attentionBias() == AttentionBias.QUERY_KEY_VALUE_OUTPUT) {
      vector(names.output(layer, "bias"), shape.hidden());
    }
  }

  private void feedForward(int layer) {
    var shape = config.shape();
    vector(names.feedForwardNorm(layer), shape.hidden());
    if (!config.hasExperts()) {
      gated(names.gateUp(layer), names.down(layer));
      return;
    }
    matrix(names.router(layer), shape.experts(), shape.hidden());
    for (int expert = 0; expert < shape.experts(); expert++) {
      gated(names.gateUp(layer, expert), names.down(layer, expert));
    }
  }

  private void gated(List<String> gateUp, String down) {
    var shape = config.shape();
    gateUp.forEach(name -> matrix(name, shape.feedForward(), shape.hidden()));
    matrix(down, shape.hidden(), shape.feedForward());
  }

  private void matrix(String name, int rows, int columns) {
    tensors.add(new TensorShape(name, rows, columns));
  }

  private void vector(String name, int columns) {
    tensors.add(new TensorShape(name, 0, columns));
  }
}
