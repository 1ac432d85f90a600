package coop.imece.gateway.bench;

import coop.imece.cli.Installation;
import coop.imece.cli.Verb;
import coop.imece.gateway.up.ChildCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code imece bench device}: what this machine is worth as a node. A process of the node's program
 * measures, because PyTorch lives there.
 */
@Command(
    name = "device",
    description =
        "Measure this machine: products, memory, a decoder layer; and the class and multiplier that"
            + " follow. Takes some ten seconds; the result is kept for the nodes that start here.")
final class DeviceBench implements Callable<Integer> {
  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the result is kept (default: ~/.local/share/imece/device).")
  private Optional<Path> folder = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Option(names = "--quiet", description = "Say nothing on the way.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var arguments = new ArrayList<>(List.of("--supervised"));
    folder.ifPresent(path -> arguments.addAll(List.of("--folder", path.toString())));
    if (json) {
      arguments.add("--json");
    }
    if (quiet) {
      arguments.add("--quiet");
    }
    if (System.console() != null && !"dumb".equals(System.getenv("TERM"))) {
      arguments.add("--terminal");
    }
    var command = ChildCommand.of(Installation.ofThisProcess(), Verb.DEVICE, arguments);
    var process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return process.waitFor(); // its stdin is held open: it ends with this process
  }
}
