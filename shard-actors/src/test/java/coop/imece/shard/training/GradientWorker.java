package coop.imece.shard.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import coop.imece.model.ModelConfig;
import coop.imece.shard.eager.EagerDecoder;

/** Computes the loss of a batch and its gradient; several may work on the same weights at once. */
final class GradientWorker {
  private final ModelConfig config;
  private final ParameterLayout layout;

  GradientWorker(ModelConfig config, ParameterLayout layout) {
    this.config = config;
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
      var views = layout.views(leaf);
      var decoder = new EagerDecoder(config, views::get);
      var loss = loss(decoder, manager, batch).div(divisor);
      var one = manager.create(1f);
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
      var gradient = JniUtils.getGradient((PtNDArray) leaf);
      gradient.attach(weights.getManager());
      return new LossAndGradient(loss.getFloat(), gradient);
    }
  }

  /** The summed cross entropy, in nats, of every learned token after those before it. */
  static NDArray loss(EagerDecoder decoder, NDManager manager, TextBatch batch) {
    var width = batch.longest() - 1;
    var ids = new long[batch.texts().size()][width];
    var rows = new long[batch.learnedTokens()];
    var targets = new long[rows.length];
    var found = 0;
    for (var t = 0; t < batch.texts().size(); t++) {
      var text = batch.texts().get(t);
      for (var p = 0; p + 1 < text.size(); p++) {
        ids[t][p] = text.id(p);
        if (text.isLearned(p + 1)) {
          rows[found] = (long) t * width + p;
          targets[found++] = text.id(p + 1);
        }
      }
    }
    if (found != rows.length) {
      throw new IllegalStateException("%d of %d targets".formatted(found, rows.length));
    }
    var hidden = decoder.hiddenStates(manager.create(ids));
    var picked = rows(hidden.reshape(-1, hidden.getShape().get(2)), manager.create(rows));
    var logProbabilities = decoder.head(picked).logSoftmax(-1); // (targets, vocabulary)
    var target = manager.create(targets, new Shape(targets.length, 1));
    return logProbabilities.gather(target, 1).sum().neg();
  }

  /** {@code (rows, width)} and the indexes of some rows to those rows. */
  private static NDArray rows(NDArray matrix, NDArray indexes) {
    return indexes
        .getNDArrayInternal()
        .embedding(indexes, matrix, SparseFormat.DENSE)
        .singletonOrThrow();
  }
}
