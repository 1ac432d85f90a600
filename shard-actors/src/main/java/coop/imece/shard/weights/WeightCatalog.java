package coop.imece.shard.weights;

import coop.imece.model.ModelFolderException;
import coop.imece.model.WeightFiles;
import coop.imece.shard.safetensors.SafetensorsFile;
import coop.imece.shard.safetensors.StoredType;
import coop.imece.shard.safetensors.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a folder's tensors by name and checks their shapes. Files are opened when a tensor of
 * theirs is first asked for; no tensor's bytes are read.
 */
public final class WeightCatalog {
  private final WeightFiles files;
  private final Map<Path, SafetensorsFile> open = new HashMap<>();

  public WeightCatalog(WeightFiles files) {
    this.files = files;
  }

  /**
   * A matrix, or with {@code rows} 0 a vector.
   *
   * @throws ModelFolderException when it is missing, has another shape, or a type that is not one
   *     of F32, F16 and BF16
   */
  public Extent find(String name, int rows, int columns) {
    var path = files.fileOf(name);
    var file = open.computeIfAbsent(path, SafetensorsFile::open);
    var tensor = file.tensors().get(name);
    if (tensor == null) {
      throw new ModelFolderException("%s: tensor %s is missing".formatted(path, name));
    }
    var shape = rows == 0 ? List.of((long) columns) : List.of((long) rows, (long) columns);
    if (!tensor.shape().equals(shape)) {
      throw new ModelFolderException(
          "%s: tensor %s must have shape %s, was %s".formatted(path, name, shape, tensor.shape()));
    }
    return new Extent(path, type(path, tensor), file.dataStart() + tensor.start(), rows, columns);
  }

  /** Matrices of equal width: as one where their bytes follow each other, else as they are. */
  public List<Extent> findTogether(List<String> names, int columns, int... rows) {
    var extents = new ArrayList<Extent>();
    for (int i = 0; i < names.size(); i++) {
      extents.add(find(names.get(i), rows[i], columns));
    }
    var first = extents.get(0);
    for (var next : extents.subList(1, extents.size())) {
      if (!next.follows(first)) {
        return List.copyOf(extents);
      }
      first = first.with(next);
    }
    return List.of(first);
  }

  private static StoredType type(Path path, TensorInfo tensor) {
    var type = tensor.type();
    if (type != StoredType.F32 && type != StoredType.F16 && type != StoredType.BF16) {
      throw new ModelFolderException(
          "%s: tensor %s must be F32, F16 or BF16, was %s".formatted(path, tensor.name(), type));
    }
    return type;
  }
}
