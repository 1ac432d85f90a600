package coop.imece.node.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ConfigOption;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Flags;
import coop.imece.cli.Installation;
import coop.imece.node.NodeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which node of this machine is meant: the one whose data folder this is. */
final class NodeFolderOption {
  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the node's own files, for 'imece up' .../local/node-1 (default: as of"
              + " 'imece node').")
  private Optional<Path> data = Optional.empty();

  Path find() {
    var flags = new Flags().set("imece.data", data);
    var folder =
        NodeSettings.dataFolder(
            config.load("node", List.of(), flags.values(), Installation.ofThisProcess()));
    if (!Files.exists(NodeSettings.identityFile(folder))) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "no node keeps its files in %s: name its folder with --data".formatted(folder));
    }
    return folder;
  }
}
