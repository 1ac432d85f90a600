package coop.imece.shard.weights;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import coop.imece.model.ModelFolderException;
import coop.imece.shard.engine.TsProgram;
import coop.imece.shard.safetensors.StoredType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes tensors over mapped files: the weights' bytes are the page cache's, shared between
 * processes, and read when they are first used. Tensors must never be written to. They belong to
 * the manager given.
 */
public final class TensorMapper {
  private final TsProgram program;
  private final PtNDManager manager;
  private final Map<Path, Map<StoredType, PtNDArray>> files = new HashMap<>();

  /** The program must have the methods {@code map}, {@code view} and {@code stacked}. */
  public TensorMapper(TsProgram program, PtNDManager manager) {
    this.program = program;
    this.manager = manager;
  }

  /** The tensor in the format it is stored in. */
  public synchronized PtNDArray map(Extent extent) {
    var bytes = extent.type().bits() / 8;
    if (extent.start() % bytes != 0) {
      throw new ModelFolderException(
          "%s: tensors of %s must begin at a multiple of %d bytes, one begins at %d"
              .formatted(extent.file(), extent.type(), bytes, extent.start()));
    }
    var file =
        files
            .computeIfAbsent(extent.file(), path -> new HashMap<>())
            .computeIfAbsent(extent.type(), type -> mapFile(extent.file(), type));
    try (var whole = IValue.from(file);
        var start = IValue.from(extent.start() / bytes);
        var rows = IValue.from((long) extent.rows());
        var columns = IValue.from((long) extent.columns());
        var view = program.call("view", whole, start, rows, columns)) {
      return view.toTensor(manager);
    }
  }

  /** The tensors as a list, which the caller closes. */
  public IValue list(List<Extent> extents) {
    return IValue.listFrom(extents.stream().map(this::map).toArray(PtNDArray[]::new));
  }

  /** One tensor, converted where it is stored in another format, stacked where it is in parts. */
  public PtNDArray as(TorchType type, List<Extent> parts) {
    if (parts.size() == 1 && TorchType.of(parts.get(0).type()) == type) {
      return map(parts.get(0));
    }
    var mapped = parts.stream().map(this::map).toArray(PtNDArray[]::new);
    try (var list = IValue.listFrom(mapped);
        var wanted = IValue.from((long) type.code());
        var whole = program.call("stacked", list, wanted)) {
      return whole.toTensor(manager);
    }
  }

  private PtNDArray mapFile(Path path, StoredType type) {
    try (var name = IValue.from(path.toAbsolutePath().toString());
        var elements = IValue.from(Files.size(path) * 8 / type.bits());
        var code = IValue.from((long) TorchType.of(type).code());
        var file = program.call("map", name, elements, code)) {
      return file.toTensor(manager);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
