package coop.imece.shard.eager;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import coop.imece.model.ModelConfig;
import java.util.function.Function;

/**
 * A decoder in plain fp32 array operations, written from the published architectures (Llama,
 * Mistral, Mixtral, Qwen2, Qwen3, Qwen3-MoE) and from nothing else: the oracle that the stages'
 * program is compared with, and the forward pass of the trainer. It has no KV cache: every call
 * runs whole sequences. Gradients flow to every weight that requires one.
 *
 * <p>Arrays of a call are attached to the manager of its token ids, which the caller closes.
 */
public final class EagerDecoder {
  private final ModelConfig config;
  private final Function<String, NDArray> weights;

  /**
   * @param weights from a tensor's name in the model folder to its fp32 values
   */
  public EagerDecoder(ModelConfig config, Function<String, NDArray> weights) {
    this.config = config;
    this.weights = weights;
  }

  /**
   * The logits after every position.
   *
   * @param tokenIds {@code (sequences, positions)}, int64
   * @return {@code (sequences, positions, vocabulary)}
   */
  public NDArray logits(NDArray tokenIds) {
    return head(hiddenStates(tokenIds));
  }

  /** The last layer's output before the final norm, {@code (sequences, positions, hidden)}. */
  public NDArray hiddenStates(NDArray tokenIds) {
    var positions = Math.toIntExact(tokenIds.getShape().get(1));
    var embedding = weights.apply("model.embed_tokens.weight");
    var rotary = RotaryEmbedding.of(tokenIds.getManager(), config, positions);
    var mask = CausalMask.of(tokenIds.getManager(), config.shape().window(), positions);
    var x = embedding(tokenIds, embedding);
    for (var layer = 0; layer < config.shape().layers(); layer++) {
      x = decoderLayer(layer, x, rotary, mask);
    }
    return x;
  }

  /** Final norm and output matrix: {@code (..., hidden)} to {@code (..., vocabulary)}. */
  public NDArray head(NDArray hiddenStates) {
    var normed = norm(hiddenStates, weights.apply("model.norm.weight"));
    var output = config.tiedHead() ? "model.embed_tokens.weight" : "lm_head.weight";
    return EagerMath.linear(normed, weights.apply(output));
  }

  private NDArray decoderLayer(int layer, NDArray x, RotaryEmbedding rotary, NDArray mask) {
    Function<String, NDArray> own = name -> weights.apply("model.layers." + layer + "." + name);
    var attention = new EagerAttention(config, own);
    var feedForward = new EagerFeedForward(config, own);
    var attended = attention.forward(norm(x, own.apply("input_layernorm.weight")), rotary, mask);
    var h = x.add(attended);
    return h.add(feedForward.forward(norm(h, own.apply("post_attention_layernorm.weight"))));
  }

  private NDArray norm(NDArray x, NDArray weight) {
    return EagerMath.rmsNorm(x, weight, config.normEpsilon());
  }

  private static NDArray embedding(NDArray tokenIds, NDArray table) {
    return tokenIds
        .getNDArrayInternal()
        .embedding(tokenIds, table, SparseFormat.DENSE)
        .singletonOrThrow();
  }
}
