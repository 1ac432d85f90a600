package coop.imece.gateway.bench.pipeline;

import coop.imece.core.Precision;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelSize;

/** The weights that must be read from memory for one token of one session. */
final class WeightTraffic {
  private WeightTraffic() {}

  /**
   * Bytes of every layer, the final norm and the head; of experts those that are chosen; of the
   * embedding nothing, for it is one row.
   */
  static long bytesPerToken(ModelConfig config, Precision precision) {
    var size = new ModelSize(config);
    var shape = config.shape();
    var parameters = size.layer() * shape.layers() + size.normAndHead();
    if (config.hasExperts()) {
      var expert = 3L * shape.hidden() * shape.feedForward();
      parameters -= expert * (shape.experts() - shape.expertsPerToken()) * shape.layers();
    }
    return ModelSize.bytes(parameters, precision);
  }
}
