package coop.imece.shard.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;
import coop.imece.model.ModelConfig;
import coop.imece.shard.eager.EagerDecoder;
import java.util.Map;

/** The loss of a batch in the eager decoder's fp32: what {@link LossProgram} must agree with. */
record EagerLoss(ModelConfig config) implements BatchLoss {

  @Override
  public NDArray of(Map<String, NDArray> weights, NDManager manager, BatchArrays batch) {
    var decoder = new EagerDecoder(config, weights::get);
    var hidden = decoder.hiddenStates(manager.create(batch.ids()));
    var flat = hidden.reshape(-1, hidden.getShape().get(2));
    var logProbabilities = decoder.head(rows(flat, manager.create(batch.rows()))).logSoftmax(-1);
    var targets = manager.create(batch.targets()).expandDims(1);
    return logProbabilities.gather(targets, 1).sum().neg();
  }

  /** {@code (rows, width)} and the indexes of some rows to those rows. */
  private static NDArray rows(NDArray matrix, NDArray indexes) {
    return indexes
        .getNDArrayInternal()
        .embedding(indexes, matrix, SparseFormat.DENSE)
        .singletonOrThrow();
  }
}
