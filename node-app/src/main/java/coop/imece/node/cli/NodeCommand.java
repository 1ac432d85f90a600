package coop.imece.node.cli;

import coop.imece.cli.ConfigOption;
import coop.imece.cli.Endings;
import coop.imece.cli.Flags;
import coop.imece.cli.Installation;
import coop.imece.cli.MemberOptions;
import coop.imece.cli.Supervised;
import coop.imece.node.NodeProcess;
import coop.imece.node.NodeSettings;
import coop.imece.node.conduct.StopSignals;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code imece node}: this machine becomes a node of a cooperative. */
@Command(subcommands = {PauseCommand.class, ResumeCommand.class})
final class NodeCommand implements Callable<Integer> {
  private static final String TENSOR_THREADS = "ai.djl.pytorch.num_threads";

  @Mixin private final MemberOptions member = new MemberOptions();
  @Mixin private final ConfigOption config = new ConfigOption();
  @Mixin private final Supervised supervised = new Supervised();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name in lists (default: the host's).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--layers",
      paramLabel = "FIRST..LAST",
      description = "Layers to serve (default: the scheduler chooses).")
  private Optional<String> layers = Optional.empty();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "For weights and KV caches, for example 4GiB (default: half of the machine's).")
  private Optional<String> memory = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for tensor work (default: one per core).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "ADDR",
      description = "Address that other members dial (default: the one that reaches --join).")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port that other members dial; 0 takes a free one (default: 25520).")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--region",
      paramLabel = "R",
      description = "Region of the power grid, for example NO, FR, GB, DE, US-CA.")
  private Optional<String> region = Optional.empty();

  @Option(names = "--link-delay", hidden = true)
  private Optional<String> linkDelay = Optional.empty();

  @Option(names = "--measure", hidden = true)
  private Optional<String> measure = Optional.empty();

  @Override
  public Integer call() {
    supervised.watch();
    var flags = new Flags();
    member.into(flags);
    flags
        .set("imece.node.name", name)
        .set("imece.node.layers", layers)
        .set("imece.node.memory", memory)
        .set("imece.node.threads", threads)
        .set("imece.node.region", region)
        .set("imece.node.link-delay", linkDelay)
        .set("imece.node.measure", measure)
        .set("imece.cluster.host", host)
        .set("imece.cluster.port", port);
    var installation = Installation.ofThisProcess();
    var loaded = config.load("node", List.of(), flags.values(), installation);
    StopSignals.install();
    var settings = NodeSettings.from(loaded, installation);
    System.setProperty(TENSOR_THREADS, Integer.toString(settings.threads()));
    return Endings.exitCode(NodeProcess.create(settings, loaded).run(), settings.cluster());
  }
}
