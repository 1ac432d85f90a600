package coop.imece.gateway.bench;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.ConfigOption;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Installation;
import coop.imece.cli.MachineMemory;
import coop.imece.core.Precision;
import coop.imece.gateway.bench.pipeline.BenchModel;
import coop.imece.gateway.bench.pipeline.BenchSettings;
import coop.imece.gateway.bench.pipeline.BenchSetup;
import coop.imece.gateway.bench.pipeline.Benchmark;
import coop.imece.gateway.bench.scheduler.SchedulerBenches;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code imece bench}: how fast a pipeline of real node processes is, and what bounds it. */
@Command(subcommands = {LedgerBench.class, DeviceBench.class})
public final class BenchCommand extends SchedulerBenches implements Callable<Integer> {
  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--shape",
      paramLabel = "S",
      defaultValue = "smollm2-135m",
      description =
          "Random weights in the shape of smollm2-135m, tinyllama-1.1b, llama3-8b, or a tiny one"
              + " (default: ${DEFAULT-VALUE}). They are made once and kept.")
  private String shape;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "A model folder, or a name under conf/models, instead of a shape.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "int8",
      description = "fp32, bf16, int8 or int4 (default: ${DEFAULT-VALUE}).")
  private String precision;

  @Option(
      names = "--stages",
      paramLabel = "N",
      defaultValue = "1",
      description = "Node processes that share the layers (default: ${DEFAULT-VALUE}).")
  private int stages;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each node (default: the cores divided among the nodes).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--sessions",
      paramLabel = "N",
      defaultValue = "1",
      description = "Sessions at once, after one alone (default: ${DEFAULT-VALUE}).")
  private int sessions;

  @Option(
      names = "--prompt",
      paramLabel = "N",
      defaultValue = "128",
      description = "Tokens of each prompt (default: ${DEFAULT-VALUE}).")
  private int prompt;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "Tokens of each answer (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--link-rtt",
      paramLabel = "T",
      defaultValue = "0ms",
      description =
          "Round trip of the lines between the nodes, as in 50ms (default: this machine's).")
  private String linkRtt;

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "1",
      description = "Starts of all processes, one after the other (default: ${DEFAULT-VALUE}).")
  private int starts;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Runs after each start, of which medians are shown (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "Of each node, for weights, keys and values (default: 3/4 of the machine's, divided).")
  private Optional<String> memory = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What prompts are drawn from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--soak",
      paramLabel = "N",
      description = "Send N requests instead, and show how the nodes' memory goes.")
  private Optional<Integer> soak = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Option(names = "--quiet", description = "Say nothing on the way.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var installation = Installation.ofThisProcess();
    var outcome =
        new Benchmark(
                new BenchSetup(
                    settings(installation),
                    installation,
                    flags -> config.load("gateway", List.of("ledger"), flags, installation),
                    this::progress))
            .run();
    spec.commandLine()
        .getOut()
        .print(json ? outcome.json().toPrettyString() + "\n" : outcome.text());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }

  private BenchSettings settings(Installation installation) {
    var cores = Runtime.getRuntime().availableProcessors();
    try {
      return new BenchSettings(
          model
              .<BenchModel>map(name -> BenchModel.Folder.find(name, installation))
              .orElseGet(() -> new BenchModel.Shape(shape)),
          Precision.parse(precision),
          stages,
          threads.orElseGet(() -> Math.max(1, cores / Math.max(1, stages))),
          sessions,
          prompt,
          tokens,
          duration(linkRtt),
          starts,
          runs,
          memory(),
          seed,
          soak);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private long memory() {
    return memory
        .map(
            text -> {
              try {
                return ConfigFactory.parseMap(Map.of("size", text)).getBytes("size");
              } catch (ConfigException e) {
                throw new IllegalArgumentException(
                    "--memory must be a size such as 4GiB, was '%s'".formatted(text));
              }
            })
        .orElseGet(() -> MachineMemory.bytes() / 4 * 3 / Math.max(1, stages));
  }

  private static Duration duration(String text) {
    try {
      return ConfigFactory.parseMap(Map.of("time", text)).getDuration("time");
    } catch (ConfigException e) {
      throw new IllegalArgumentException(
          "--link-rtt must be a time such as 50ms, was '%s'".formatted(text));
    }
  }

  private void progress(String line) {
    if (!quiet) {
      spec.commandLine().getErr().println("imece bench: " + line);
      spec.commandLine().getErr().flush();
    }
  }
}
