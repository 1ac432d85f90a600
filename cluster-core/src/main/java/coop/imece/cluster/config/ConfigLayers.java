package coop.imece.cluster.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from, the strongest first: flags, environment ({@code IMECE_*}), the user's
 * file, the role's files of the installation, and {@code reference.conf}, which is the manual of
 * all keys. A file that is missing is an empty layer, except a user's file that was named by a
 * flag.
 *
 * @param flags values by key, as the command line gave them: {@code imece.cluster.port -> 25520}
 * @param roleFiles of the installation, the strongest first
 */
public record ConfigLayers(
    Map<String, String> flags,
    Map<String, String> environment,
    Optional<Path> userFile,
    List<Path> roleFiles) {
  /** May stand in several modules: all are read. */
  private static final String PEKKO_DEFAULTS = "pekko-defaults.conf";

  public ConfigLayers {
    flags = Map.copyOf(flags);
    environment = Map.copyOf(environment);
    roleFiles = List.copyOf(roleFiles);
  }

  /**
   * Puts the layers together.
   *
   * @throws ConfigException for a key that {@code reference.conf} does not know, with the nearest
   *     one that it does
   */
  public Config load() {
    return load(
        ConfigFactory.parseResources(ConfigLayers.class.getClassLoader(), PEKKO_DEFAULTS)
            .withFallback(ConfigFactory.defaultReferenceUnresolved()));
  }

  Config load(Config reference) {
    var keys = KnownKeys.of(reference);
    var fromFlags = values(keys, flags, "command line");
    var fromEnvironment =
        values(keys, EnvironmentKeys.read(environment, keys), "environment variable");
    var given =
        fromFlags
            .withFallback(fromEnvironment)
            .withFallback(userFile.map(file -> read(file, keys)).orElseGet(ConfigFactory::empty));
    for (var file : roleFiles) {
      given = given.withFallback(read(file, keys));
    }
    return given.withFallback(reference).resolve();
  }

  private static Config values(KnownKeys keys, Map<String, String> values, String origin) {
    var config = ConfigFactory.empty();
    for (var entry : values.entrySet()) {
      var value = keys.isList(entry.getKey()) ? commaSeparated(entry.getValue()) : entry.getValue();
      config = config.withValue(entry.getKey(), ConfigValueFactory.fromAnyRef(value, origin));
    }
    keys.requireKnown(config);
    return config;
  }

  private static Object commaSeparated(String text) {
    return text.isBlank() ? List.of() : List.of(text.trim().split("\\s*,\\s*"));
  }

  private static Config read(Path file, KnownKeys keys) {
    if (!Files.exists(file)) {
      return ConfigFactory.empty();
    }
    try {
      var config =
          ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
      keys.requireKnown(config);
      return config;
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("%s can't be read: %s".formatted(file, e.getMessage()));
    }
  }
}
