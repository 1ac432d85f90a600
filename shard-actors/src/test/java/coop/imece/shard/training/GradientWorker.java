package coop.imece.shard.training;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Computes the loss of a batch and its gradient; several may work on the same weights at once. */
final class GradientWorker {
  private final BatchLoss batchLoss;
  private final ParameterLayout layout;

  GradientWorker(BatchLoss batchLoss, ParameterLayout layout) {
    this.batchLoss = batchLoss;
    this.layout = layout;
  }

  /**
   * One pass forward and back.
   *
   * @param weights the vector, which stays as it is
   * @param divisor what the sum of the losses is divided by: the learned tokens of the whole step
   */
  LossAndGradient run(NDArray weights, TextBatch batch, int divisor) {
    JniUtils.setGradMode(true);
    try (var manager = weights.getManager().newSubManager()) {
      var leaf = weights.stopGradient();
      leaf.attach(manager);
      leaf.setRequiresGradient(true);
      var loss = batchLoss.of(layout.views(leaf), manager, BatchArrays.of(batch)).div(divisor);
      var one = manager.create(1f);
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
      var gradient = JniUtils.getGradient((PtNDArray) leaf);
      gradient.attach(weights.getManager());
      return new LossAndGradient(loss.getFloat(), gradient);
    }
  }
}
