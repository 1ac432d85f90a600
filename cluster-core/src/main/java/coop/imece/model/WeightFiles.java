package coop.imece.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a folder's tensors stand: in one {@code model.safetensors}, or in the files that the
 * sharded index names.
 */
public final class WeightFiles {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final Pattern FILE_NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\\.safetensors");

  private final List<Path> files;
  private final Map<String, Path> byTensor;

  private WeightFiles(List<Path> files, Map<String, Path> byTensor) {
    this.files = List.copyOf(files);
    this.byTensor = byTensor;
  }

  static WeightFiles open(Path folder) {
    var single = folder.resolve(SINGLE);
    if (Files.isRegularFile(single)) {
      return new WeightFiles(List.of(single), Map.of());
    }
    var index = folder.resolve(INDEX);
    if (!Files.isRegularFile(index)) {
      throw new ModelFolderException("%s: neither %s nor %s".formatted(folder, SINGLE, INDEX));
    }
    var byTensor = sharded(folder, new ConfigFields(index, JsonFile.object(index)));
    return new WeightFiles(byTensor.values().stream().distinct().sorted().toList(), byTensor);
  }

  /** Every weight file, sorted by name. */
  public List<Path> files() {
    return files;
  }

  /** The file that should hold a tensor. */
  public Path fileOf(String tensor) {
    if (byTensor.isEmpty()) {
      return files.get(0);
    }
    var file = byTensor.get(tensor);
    if (file == null) {
      throw new ModelFolderException(
          "%s: weight_map has no tensor %s".formatted(files.get(0).resolveSibling(INDEX), tensor));
    }
    return file;
  }

  private static Map<String, Path> sharded(Path folder, ConfigFields index) {
    var map = index.nested("weight_map");
    var byTensor = new TreeMap<String, Path>();
    map.object()
        .fieldNames()
        .forEachRemaining(
            tensor -> {
              var name = map.text(tensor);
              if (!FILE_NAME.matcher(name).matches()) {
                throw map.bad(tensor, "the plain name of a .safetensors file");
              }
              byTensor.put(tensor, folder.resolve(name));
            });
    if (byTensor.isEmpty()) {
      throw index.bad("weight_map", "not empty");
    }
    for (var file : byTensor.values().stream().distinct().toList()) {
      if (!Files.isRegularFile(file)) {
        throw new ModelFolderException(
            "%s names %s, which is missing".formatted(index.file(), file));
      }
    }
    return byTensor;
  }
}
