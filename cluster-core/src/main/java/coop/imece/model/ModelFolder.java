package coop.imece.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model folder in Hugging Face format. Opening reads the small JSON files and looks for the
 * weight files; no tensor is touched, and nothing from the folder is ever executed.
 */
public record ModelFolder(Path path, ModelConfig config, WeightFiles weights) {
  private static final String CONFIG = "config.json";
  private static final String GENERATION_CONFIG = "generation_config.json";

  /**
   * Opens a folder.
   *
   * @throws UnsupportedModelException when the config asks for something our decoder does not do
   * @throws ModelFolderException when something is missing or malformed
   */
  public static ModelFolder open(Path path) {
    if (!Files.isDirectory(path)) {
      throw new ModelFolderException("%s: no such folder".formatted(path));
    }
    var config = new ConfigFields(required(path, CONFIG), JsonFile.object(required(path, CONFIG)));
    var generation = path.resolve(GENERATION_CONFIG);
    var read =
        ConfigReader.read(
            config,
            new ConfigFields(
                generation,
                Files.isRegularFile(generation)
                    ? JsonFile.object(generation)
                    : JsonNodeFactory.instance.objectNode()));
    return new ModelFolder(path, read, WeightFiles.open(path));
  }

  /** The folder's own name, by which the model is served. */
  public String name() {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  /** The tokenizer, which only a gateway needs. */
  public Path tokenizer() {
    return required(path, "tokenizer.json");
  }

  /** The tokenizer's settings, among them the chat template. */
  public Optional<Path> tokenizerConfig() {
    return Optional.of(path.resolve("tokenizer_config.json")).filter(Files::isRegularFile);
  }

  private static Path required(Path folder, String name) {
    var file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new ModelFolderException("%s: %s is missing".formatted(folder, name));
    }
    return file;
  }
}
