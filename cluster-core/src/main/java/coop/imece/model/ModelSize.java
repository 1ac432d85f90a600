package coop.imece.model;

import coop.imece.core.LayerRange;
import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.model.ModelConfig.AttentionBias;

/** How many parameters a model has and where, by its config alone; no weight file is read. */
public final class ModelSize {
  private final ModelConfig config;

  public ModelSize(ModelConfig config) {
    this.config = config;
  }

  /** Parameters of one decoder layer, all experts included. */
  public long layer() {
    var shape = config.shape();
    var hidden = (long) shape.hidden();
    var attention = hidden * (2L * shape.queryWidth() + 2L * shape.kvWidth());
    return attention + attentionBias(shape) + norms(shape) + feedForward(shape);
  }

  /** Parameters of the token embedding. */
  public long embedding() {
    return (long) config.shape().vocabulary() * config.shape().hidden();
  }

  /** Parameters of the final norm and of the head, which is the embedding again when it is tied. */
  public long normAndHead() {
    return config.shape().hidden() + embedding();
  }

  /** Parameters of the whole model; a tied head counts once. */
  public long total() {
    return layer() * config.shape().layers()
        + embedding()
        + normAndHead()
        - (config.tiedHead() ? embedding() : 0);
  }

  /** Memory that the weights of a slice take at a precision. */
  public long bytes(LayerRange slice, Precision precision) {
    var shape = config.shape();
    var first = slice.start() == 0;
    var last = shape.endsIn(slice);
    var parameters = layer() * slice.count() + (last ? normAndHead() : 0);
    var sharesEmbedding = first && last && config.tiedHead();
    parameters += first && !sharesEmbedding ? embedding() : 0;
    return bytes(parameters, precision);
  }

  /** Bytes of so many parameters; int4 has one bf16 scale and zero for each group of 32. */
  public static long bytes(long parameters, Precision precision) {
    return switch (precision) {
      case FP32 -> parameters * 4;
      case FP16, BF16 -> parameters * 2;
      case INT8 -> parameters;
      case INT4 -> parameters * 5 / 8;
    };
  }

  /**
   * Bytes of keys and values of one position in one layer: in the residual stream's format, which
   * beside int8 is fp32.
   */
  public long keyValueBytes(Precision precision) {
    var element =
        switch (precision) {
          case FP32, INT8 -> 4;
          case FP16, BF16, INT4 -> 2;
        };
    return 2L * config.shape().kvWidth() * element;
  }

  private long attentionBias(ModelShape shape) {
    if (config.attentionBias() == AttentionBias.NONE) {
      return 0;
    }
    var output =
        config.attentionBias() == AttentionBias.QUERY_KEY_VALUE_OUTPUT ? shape.hidden() : 0;
    return shape.queryWidth() + 2L * shape.kvWidth() + output;
  }

  private long norms(ModelShape shape) {
    return 2L * shape.hidden() + (config.queryKeyNorm() ? 2L * shape.headSize() : 0);
  }

  private long feedForward(ModelShape shape) {
    var one = 3L * shape.hidden() * shape.feedForward();
    return config.hasExperts() ? shape.experts() * (one + shape.hidden()) : one;
  }
}
