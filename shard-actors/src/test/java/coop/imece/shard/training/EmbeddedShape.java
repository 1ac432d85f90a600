package coop.imece.shard.training;

import coop.imece.core.ModelShape;

/** The sizes of imece-mini: a Llama with a tied head, small enough to lie in the repository. */
final class EmbeddedShape {
  static final int VOCABULARY = 1280;
  static final ModelShape SHAPE = ModelShape.dense(6, 160, 5, 5, 32, 352, VOCABULARY);

  private EmbeddedShape() {}
}
