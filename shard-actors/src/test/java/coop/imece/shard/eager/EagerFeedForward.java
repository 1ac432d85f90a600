package coop.imece.shard.eager;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelConfig.ExpertNames;
import java.util.function.Function;

/**
 * The gated feed-forward part of one layer (Shazeer 2020: SwiGLU), dense or a choice of experts.
 */
final class EagerFeedForward {
  private final ModelConfig config;
  private final Function<String, NDArray> weights;

  EagerFeedForward(ModelConfig config, Function<String, NDArray> weights) {
    this.config = config;
    this.weights = weights;
  }

  /** {@code (..., hidden)} to the same shape, without the residual. */
  NDArray forward(NDArray x) {
    return config.hasExperts()
        ? experts(x)
        : gated(x, "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj");
  }

  private NDArray gated(NDArray x, String gate, String up, String down) {
    var gated = EagerMath.silu(linear(x, gate)).mul(linear(x, up));
    return linear(gated, down);
  }

  /**
   * Every expert computes every position, and the routing weights, which are 0 where an expert was
   * not chosen, sum them up: slow and plain.
   */
  private NDArray experts(NDArray x) {
    var sparse = config.expertNames() == ExpertNames.BLOCK_SPARSE_MOE;
    var block = sparse ? "block_sparse_moe." : "mlp.";
    var routing = routing(linear(x, block + "gate")); // (B, T, experts)
    var sum = x.mul(0);
    for (var e = 0; e < config.shape().experts(); e++) {
      var expert = block + "experts." + e + ".";
      var out =
          sparse
              ? gated(x, expert + "w1", expert + "w3", expert + "w2")
              : gated(x, expert + "gate_proj", expert + "up_proj", expert + "down_proj");
      sum = sum.add(out.mul(routing.get(new NDIndex("...,{}:{}", e, e + 1))));
    }
    return sum;
  }

  /** Softmax over all experts, of which the largest are kept and, where configured, rescaled. */
  private NDArray routing(NDArray scores) {
    var probabilities = scores.softmax(-1);
    var axis = scores.getShape().dimension() - 1;
    var chosen =
        probabilities
            .topK(config.shape().expertsPerToken(), axis)
            .get(1)
            .oneHot(config.shape().experts())
            .sum(new int[] {axis});
    var kept = probabilities.mul(chosen);
    return config.normalizedRouting() ? kept.div(kept.sum(new int[] {axis}, true)) : kept;
  }

  private NDArray linear(NDArray x, String name) {
    return EagerMath.linear(x, weights.apply(name + ".weight"));
  }
}
