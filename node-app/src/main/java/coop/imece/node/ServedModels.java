package coop.imece.node;

import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.model.ModelSize;
import coop.imece.scheduler.ServedModel;
import java.util.List;

/** What the scheduler must know of folders to place their slices. */
final class ServedModels {
  private ServedModels() {}

  static List<ServedModel> of(List<ModelFolder> folders, Precision precision) {
    return folders.stream().map(folder -> of(folder, precision)).toList();
  }

  private static ServedModel of(ModelFolder folder, Precision precision) {
    var config = folder.config();
    var size = new ModelSize(config);
    return new ServedModel(
        folder.name(),
        precision,
        config.shape().layers(),
        ModelSize.bytes(size.layer(), precision),
        ModelSize.bytes(size.embedding(), precision),
        ModelSize.bytes(size.normAndHead(), precision),
        size.keyValueBytes(precision),
        config.maxPositions());
  }
}
