package coop.imece.gateway.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Folders;
import coop.imece.cli.Installation;
import coop.imece.cli.ModelFolder;
import coop.imece.core.Precision;
import coop.imece.gateway.up.LocalFolder;
import coop.imece.gateway.up.Supervisor;
import coop.imece.gateway.up.UpSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code imece up}: a whole cooperative on this machine, until Ctrl-C. */
@Command
final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "2",
      description = "Node processes; the cores are divided among them (default: 2).")
  private int nodes;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "imece-mini",
      description =
          "Model folder, or a name under conf/models; may be given several times"
              + " (default: imece-mini).")
  private List<String> models;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "Port for HTTP on this machine (default: 8080).")
  private int port;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "fp32, bf16, int8 or int4 (default: int8).")
  private Optional<String> precision = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for keys, ledger and logs (default: ~/.local/share/imece/local).")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--quiet", description = "Say nothing before the cooperative is ready.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var started = System.nanoTime();
    var installation = Installation.ofThisProcess();
    var settings = settings(installation);
    return Supervisor.create(settings, installation, this::progress)
        .run(
            () -> {
              progress("ready after %.1f s".formatted((System.nanoTime() - started) / 1e9));
              print(Welcome.text(settings));
            });
  }

  private UpSettings settings(Installation installation) {
    try {
      return new UpSettings(
          nodes,
          port,
          ModelFolder.findAll(models, installation),
          precision.map(Precision::parse),
          new LocalFolder(data.orElseGet(() -> Folders.ofUser().data().resolve("local"))));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private void progress(String line) {
    if (!quiet) {
      spec.commandLine().getErr().println("imece up: " + line);
      spec.commandLine().getErr().flush();
    }
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
