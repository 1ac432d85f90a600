package coop.imece.shard.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** The summed cross entropy, in nats, of every learned token of a batch after those before it. */
interface BatchLoss {
  /**
   * A scalar through which gradients flow to the weights.
   *
   * @param manager owns every array that is made on the way
   */
  NDArray of(Map<String, NDArray> weights, NDManager manager, BatchArrays batch);
}
