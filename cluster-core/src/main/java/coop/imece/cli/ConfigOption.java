package coop.imece.cli;

import com.typesafe.config.Config;
import coop.imece.cluster.config.ConfigLayers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * The flag {@code --config} of every verb that reads settings, and the layers that it stands in.
 */
public final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings to use instead of ~/.config/imece/<role>.conf.")
  private Optional<Path> file = Optional.empty();

  /**
   * Puts the settings of one verb together.
   *
   * @param role names the user's file and the installation's strongest
   * @param more names of the installation's files for what else the process holds
   * @param flags values by key, from the verb's own flags
   */
  public Config load(
      String role, List<String> more, Map<String, String> flags, Installation installation) {
    file.filter(Files::notExists)
        .ifPresent(
            missing -> {
              throw new CommandFailure(
                  ExitCode.BAD_CONFIG, "--config %s: no such file".formatted(missing));
            });
    var userFile = file.orElseGet(() -> Folders.ofUser().config().resolve(role + ".conf"));
    return new ConfigLayers(
            flags,
            System.getenv(),
            Optional.of(userFile),
            Stream.concat(Stream.of(role), more.stream())
                .map(name -> installation.conf().resolve(name + ".conf"))
                .toList())
        .load();
  }
}
