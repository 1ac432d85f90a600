package coop.imece.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Finds a model by the folder's path or by its name under {@code conf/models}. */
public final class ModelFolder {
  private static final String CONFIG_FILE = "config.json";

  private ModelFolder() {}

  /**
   * @throws CommandFailure when there is no such folder, naming those under conf/models, or when it
   *     holds no {@code config.json}
   */
  public static Path find(String nameOrPath, Installation installation) {
    var models = installation.conf().resolve("models");
    var folder = Path.of(nameOrPath);
    if (!Files.isDirectory(folder)) {
      folder = models.resolve(nameOrPath);
    }
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(
          ExitCode.BAD_CONFIG,
          "no model '%s': neither a folder nor a name under %s (there: %s)"
              .formatted(nameOrPath, models, names(models)));
    }
    if (!Files.isRegularFile(folder.resolve(CONFIG_FILE))) {
      throw new CommandFailure(
          ExitCode.BAD_CONFIG,
          "%s is no model folder: it holds no %s".formatted(folder, CONFIG_FILE));
    }
    return folder.toAbsolutePath().normalize();
  }

  /** The same for several, in their order; a model is known by its folder's name. */
  public static List<Path> findAll(List<String> namesOrPaths, Installation installation) {
    var found = new LinkedHashMap<Path, Path>();
    for (var name : namesOrPaths) {
      var folder = find(name, installation);
      var other = found.put(folder.getFileName(), folder);
      if (other != null) {
        throw new CommandFailure(
            ExitCode.BAD_CONFIG,
            "two models have the name '%s': %s and %s"
                .formatted(folder.getFileName(), other, folder));
      }
    }
    return List.copyOf(found.values());
  }

  private static String names(Path models) {
    if (!Files.isDirectory(models)) {
      return "none";
    }
    try (var folders = Files.list(models)) {
      var names =
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .sorted()
              .collect(Collectors.joining(", "));
      return names.isEmpty() ? "none" : names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
