package coop.imece.shard.weights;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import coop.imece.model.ModelFolderException;
import coop.imece.shard.engine.ComputeDevice;
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
 * processes, and read when they are first used. For a device with memory of its own they are copied
 * there. Tensors must never be written to. They belong to the manager given.
 */
public final class TensorMapper {
  private final TsProgram program;
  private final PtNDManager manager;
  private final ComputeDevice device;
  private final Map<Path, Map<StoredType, PtNDArray>> files = new HashMap<>();

  /** The program must have the methods {@code map}, {@code view} and {@code stacked}. */
  public TensorMapper(TsProgram program, PtNDManager manager, ComputeDevice device) {
    this.program = program;
    this.manager = manager;
    this.device = device;
  }

  /** The tensor where it is mapped, in the format it is stored in. */
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

  /** The tensors where they are mapped, as a list, which the caller closes. */
  public IValue list(List<Extent> extents) {
    return IValue.listFrom(extents.stream().map(this::map).toArray(PtNDArray[]::new));
  }

  /** Whether the tensors can be used as they are mapped. */
  public boolean asMapped(TorchType type, List<Extent> parts) {
    return device.isCpu() && parts.stream().allMatch(part -> TorchType.of(part.type()) == type);
  }

  /**
   * One tensor on the device, converted where it is stored in another format, stacked where it is
   * in parts.
   */
  public PtNDArray as(TorchType type, List<Extent> parts) {
    if (parts.size() == 1 && asMapped(type, parts)) {
      return map(parts.get(0));
    }
    try (var mapped = list(parts);
        var whole = stacked(program, mapped, device, type)) {
      return whole.toTensor(manager);
    }
  }

  /** Tensors one below the other, on a device; the very same where nothing of that changes. */
  public static IValue stacked(
      TsProgram program, IValue parts, ComputeDevice device, TorchType type) {
    try (var name = IValue.from(device.name());
        var code = IValue.from((long) type.code())) {
      return program.call("stacked", parts, name, code);
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
