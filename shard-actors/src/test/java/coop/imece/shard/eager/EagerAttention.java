package coop.imece.shard.eager;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelConfig.AttentionBias;
import java.util.function.Function;

/** Grouped-query attention of one layer, with bias or query and key norms where configured. */
final class EagerAttention {
  private final ModelConfig config;
  private final Function<String, NDArray> weights;

  EagerAttention(ModelConfig config, Function<String, NDArray> weights) {
    this.config = config;
    this.weights = weights;
  }

  /** {@code (sequences, positions, hidden)} to the same shape, without the residual. */
  NDArray forward(NDArray x, RotaryEmbedding rotary, NDArray mask) {
    var shape = config.shape();
    var q = rotary.rotate(normed("q_norm", heads(x, "q_proj", shape.heads())));
    var k = rotary.rotate(normed("k_norm", heads(x, "k_proj", shape.kvHeads())));
    var v = heads(x, "v_proj", shape.kvHeads());
    var group = shape.heads() / shape.kvHeads();

    var scores = q.matMul(repeated(k, group).swapAxes(2, 3)).mul(1 / Math.sqrt(shape.headSize()));
    var attended = scores.add(mask).softmax(-1).matMul(repeated(v, group)); // (B, heads, T, size)

    var size = x.getShape();
    var joined = attended.swapAxes(1, 2).reshape(size.get(0), size.get(1), shape.queryWidth());
    var bias =
        config.attentionBias() == AttentionBias.QUERY_KEY_VALUE_OUTPUT
            ? weights.apply("self_attn.o_proj.bias")
            : null;
    return EagerMath.linear(joined, weights.apply("self_attn.o_proj.weight"), bias);
  }

  /** {@code (B, T, hidden)} to {@code (B, heads, T, head size)}. */
  private NDArray heads(NDArray x, String projection, int heads) {
    var weight = weights.apply("self_attn." + projection + ".weight");
    var bias =
        config.attentionBias() == AttentionBias.NONE
            ? null
            : weights.apply("self_attn." + projection + ".bias");
    var size = x.getShape();
    return EagerMath.linear(x, weight, bias)
        .reshape(size.get(0), size.get(1), heads, config.shape().headSize())
        .swapAxes(1, 2);
  }

  /** Norm of every head by itself (Qwen3). */
  private NDArray normed(String name, NDArray heads) {
    return config.queryKeyNorm()
        ? EagerMath.rmsNorm(
            heads, weights.apply("self_attn." + name + ".weight"), config.normEpsilon())
        : heads;
  }

  /** Every key-value head serves {@code group} consecutive query heads. */
  private static NDArray repeated(NDArray kv, int group) {
    if (group == 1) {
      return kv;
    }
    var size = kv.getShape();
    return kv.expandDims(2)
        .broadcast(new Shape(size.get(0), size.get(1), group, size.get(2), size.get(3)))
        .reshape(size.get(0), size.get(1) * group, size.get(2), size.get(3));
  }
}
