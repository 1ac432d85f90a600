package coop.imece.gateway.cli;

import coop.imece.cli.Folders;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the CA lies: the flag {@code --dir}, or the folder of {@code imece up}. */
final class CaFolderOption {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Folder of the CA (default: the one that 'imece up' uses).")
  private Optional<Path> folder = Optional.empty();

  Path folder() {
    return folder.orElseGet(() -> Folders.ofUser().data().resolve("local").resolve("ca"));
  }
}
