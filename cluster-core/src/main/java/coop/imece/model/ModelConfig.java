package coop.imece.model;

import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything the decoder must know of a model; families differ in these flags only.
 *
 * @param family the config's {@code model_type}, for showing
 * @param normEpsilon added to the mean square in every RMS norm
 * @param ropeTheta base of the rotary embedding's frequencies
 * @param attentionBias which of the attention's products add a bias
 * @param queryKeyNorm whether each query and key head is RMS-normalised before the rotation
 * @param tiedHead whether the head is the embedding
 * @param normalizedRouting whether the chosen experts' weights are scaled to a sum of 1
 * @param expertNames what the folder calls its experts' tensors
 * @param maxPositions positions of one session, at most
 * @param storedType the folder's number format as it says so itself, {@code "bfloat16"}
 * @param beginId the token that begins a text, where there is one
 * @param endIds every token that ends an answer
 */
public record ModelConfig(
    String family,
    ModelShape shape,
    double normEpsilon,
    double ropeTheta,
    RopeScaling ropeScaling,
    AttentionBias attentionBias,
    boolean queryKeyNorm,
    boolean tiedHead,
    boolean normalizedRouting,
    ExpertNames expertNames,
    int maxPositions,
    String storedType,
    OptionalInt beginId,
    SortedSet<Integer> endIds) {

  /** The products of the attention that add a bias. */
  public enum AttentionBias {
    NONE,
    QUERY_KEY_VALUE,
    QUERY_KEY_VALUE_OUTPUT
  }

  /** The naming of the experts' tensors. */
  public enum ExpertNames {
    /** The model has no experts. */
    NONE,
    /** {@code block_sparse_moe.experts.0.w1}, {@code w3} and {@code w2}. */
    BLOCK_SPARSE_MOE,
    /** {@code mlp.experts.0.gate_proj}, {@code up_proj} and {@code down_proj}. */
    MLP
  }

  public ModelConfig {
    if (!(normEpsilon > 0 && normEpsilon < 1)) {
      throw new IllegalArgumentException("rms_norm_eps must be in (0, 1), was " + normEpsilon);
    }
    if (!(ropeTheta >= 1 && ropeTheta <= 1e12)) {
      throw new IllegalArgumentException("rope_theta must be in [1, 1e12], was " + ropeTheta);
    }
    if (shape.headSize() % 2 != 0) {
      throw new IllegalArgumentException("head_dim must be even, was " + shape.headSize());
    }
    if (maxPositions < 1) {
      throw new IllegalArgumentException(
          "max_position_embeddings must be 1 or more, was " + maxPositions);
    }
    beginId.ifPresent(id -> requireToken("bos_token_id", id, shape));
    endIds.forEach(id -> requireToken("eos_token_id", id, shape));
    endIds = Collections.unmodifiableSortedSet(new TreeSet<>(endIds));
  }

  /**
   * In which precision the folder's weights are served unless something else is asked for: fp16 is
   * served as bf16, which has the same size and the range that the residual stream needs.
   */
  public Precision storedPrecision() {
    return storedType.equals("float32") ? Precision.FP32 : Precision.BF16;
  }

  /** Whether the feed-forward part is a choice of experts. */
  public boolean hasExperts() {
    return shape.experts() > 0;
  }

  private static void requireToken(String field, int id, ModelShape shape) {
    if (id < 0 || id >= shape.vocabulary()) {
      throw new IllegalArgumentException(
          "%s must be in [0, %d), was %d".formatted(field, shape.vocabulary(), id));
    }
  }
}
