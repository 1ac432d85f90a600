package coop.imece.shard.training;

import ai.djl.ndarray.NDArray;

/** AdamW (Loshchilov and Hutter 2019) with clipping of the gradient's norm, on one long vector. */
final class AdamW {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.98;
  private static final double EPSILON = 1e-8;
  private static final double WEIGHT_DECAY = 0.05;
  private static final double MAX_NORM = 1.0;

  private final NDArray weights;
  private final NDArray decayed;
  private final NDArray mean;
  private final NDArray square;
  private int steps;

  /**
   * @param weights changed in place by every step
   * @param decayed 1 where weight decay applies, else 0
   */
  AdamW(NDArray weights, NDArray decayed) {
    this.weights = weights;
    this.decayed = decayed;
    this.mean = weights.zerosLike();
    this.square = weights.zerosLike();
  }

  void step(NDArray gradient, double learningRate) {
    steps++;
    try (var scope = weights.getManager().newSubManager()) {
      gradient.attach(scope);
      var norm = Math.sqrt(gradient.mul(gradient).sum().getFloat());
      var clipped = norm > MAX_NORM ? gradient.mul(MAX_NORM / norm) : gradient;
      mean.muli(BETA1).addi(clipped.mul(1 - BETA1));
      square.muli(BETA2).addi(clipped.mul(clipped).mul(1 - BETA2));
      var root = square.div(1 - Math.pow(BETA2, steps));
      root.attach(scope);
      var direction = mean.div(root.sqrt().add(EPSILON));
      direction.attach(scope);
      var decay = weights.mul(decayed);
      decay.attach(scope);
      weights.subi(direction.mul(learningRate / (1 - Math.pow(BETA1, steps))));
      weights.subi(decay.mul(learningRate * WEIGHT_DECAY));
    }
  }
}
