package coop.imece.node;

import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.model.ModelSize;
import coop.imece.scheduler.ServedModel;

/** What the scheduler must know of a folder to place its slices. */
final class ServedModels {
  private ServedModels() {}

  static ServedModel of(ModelFolder folder, Precision precision) {
    var config = folder.config();
    var size = new ModelSize(config);
    return new ServedModel(
        folder.name(),
        precision,
        config.shape().layers(),
        ModelSize.bytes(size.layer(), precision),
        ModelSize.bytes(size.embedding(), precision),
        ModelSize.bytes(size.normAndHead(), precision),
        2L * config.shape().kvWidth() * (precision == Precision.FP32 ? 4 : 2),
        config.maxPositions());
  }
}
