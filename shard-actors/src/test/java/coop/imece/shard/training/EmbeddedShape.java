package coop.imece.shard.training;

import coop.imece.core.ModelShape;
import coop.imece.model.ModelConfig;
import coop.imece.model.RopeScaling;
import java.util.OptionalInt;
import java.util.TreeSet;

/** The sizes of imece-mini: a Llama with a tied head, small enough to lie in the repository. */
final class EmbeddedShape {
  static final int VOCABULARY = 1280;
  static final int MAX_POSITIONS = 1024;
  static final double NORM_EPSILON = 1e-5;
  static final double ROPE_THETA = 10_000;
  static final ModelShape SHAPE = ModelShape.dense(6, 160, 5, 5, 32, 352, VOCABULARY);

  private EmbeddedShape() {}

  static ModelConfig config(int beginId, int endId) {
    var ends = new TreeSet<Integer>();
    ends.add(endId);
    return new ModelConfig(
        "llama",
        SHAPE,
        NORM_EPSILON,
        ROPE_THETA,
        new RopeScaling.Default(),
        ModelConfig.AttentionBias.NONE,
        false,
        true,
        false,
        MAX_POSITIONS,
        "bfloat16",
        OptionalInt.of(beginId),
        ends);
  }
}
