package coop.imece.gateway.bench.scheduler;

import com.typesafe.config.ConfigFactory;
import coop.imece.gateway.bench.LedgerBench;
import coop.imece.scheduler.CooperativeSettings;
import coop.imece.scheduler.actor.SchedulerSettings;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verbs of {@code imece bench} that measure the cooperative's decisions: its methods. */
@Command
public abstract class SchedulerBenches {
  /** A first run that is not shown, after which the code is compiled. */
  private static final int WARM_UP_NODES = 300;

  @Spec private CommandSpec spec;

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Measure the scheduler's decisions over simulated nodes and a model of 80 layers:",
        "of its rules on one core of this machine, and by its actor with a journal.",
        "Needs no cooperative."
      })
  int scheduler(
      @Option(
              names = "--nodes",
              split = ",",
              paramLabel = "N",
              defaultValue = "100,1000,10000",
              description = "Sizes of the cooperative (default: ${DEFAULT-VALUE}).")
          List<Integer> sizes,
      @Option(
              names = "--seed",
              paramLabel = "N",
              defaultValue = "1",
              description = "What the nodes are drawn from (default: ${DEFAULT-VALUE}).")
          long seed)
      throws Exception {
    new SchedulerScale(settings(), seed).measure(WARM_UP_NODES);
    print(
        "   nodes  placed  ranges  stages  join p50/p99 ms  advert p50 ms  plan p50/p99 ms  p99 cpu ms");
    for (var nodes : sizes) {
      var cost = new SchedulerScale(settings(), seed).measure(nodes);
      print(
          String.format(
              Locale.ROOT,
              "%8d%8d%8d%8.1f%9.3f/%7.3f%15.4f%9.3f/%7.3f%12.3f",
              cost.nodes(),
              cost.placed(),
              cost.ranges(),
              cost.stages(),
              cost.joinMedian() * 1e3,
              cost.join99() * 1e3,
              cost.advertiseMedian() * 1e3,
              cost.planMedian() * 1e3,
              cost.plan99() * 1e3,
              cost.planCpu99() * 1e3));
    }
    print("by the actor, benchmarks in an H2 journal:");
    print("   nodes  joins/s  plan p50/p99 ms");
    for (var nodes : sizes) {
      var cost = byActor(nodes, seed);
      print(
          String.format(
              Locale.ROOT,
              "%8d%9.0f%9.3f/%7.3f",
              cost.nodes(),
              cost.joinsPerSecond(),
              cost.planMedian() * 1e3,
              cost.plan99() * 1e3));
    }
    return 0;
  }

  private static SchedulerActorScale.Cost byActor(int nodes, long seed) throws Exception {
    var directory = Files.createTempDirectory("imece-bench");
    try (var scale = new SchedulerActorScale(directory, seed)) {
      return scale.measure(nodes);
    } finally {
      LedgerBench.delete(directory);
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Compare placement with a naive equal split over random simulated populations:",
        "3 to 12 machines, a model of 32 layers; the gain in positions a second."
      })
  int placement(
      @Option(
              names = "--populations",
              paramLabel = "N",
              defaultValue = "1000",
              description = "How many (default: ${DEFAULT-VALUE}).")
          int populations) {
    var study = new PlacementGain(settings());
    var gains = LongStream.range(0, populations).mapToObj(study::of).toList();
    var sorted = gains.stream().flatMapToDouble(gain -> gain.gain().stream()).sorted().toArray();
    var complete = gains.stream().filter(PlacementGain.Gain::complete).count();
    print(
        String.format(
            Locale.ROOT,
            "%d populations: %d complete by placement, %d by naive split; gain over it p10 %.2f,"
                + " median %.2f, p90 %.2f times",
            populations,
            complete,
            sorted.length,
            sorted[sorted.length / 10],
            sorted[sorted.length / 2],
            sorted[sorted.length * 9 / 10]));
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Plan a day's sessions over simulated nodes in six regions with and without P_grid.",
        "The day is made from round averages, not recorded."
      })
  int grid(
      @Option(
              names = "--nodes",
              paramLabel = "N",
              defaultValue = "600",
              description = "Simulated nodes (default: ${DEFAULT-VALUE}).")
          int nodes,
      @Option(
              names = "--populations",
              paramLabel = "N",
              defaultValue = "10",
              description = "Mean over how many (default: ${DEFAULT-VALUE}).")
          int populations) {
    var without = replay(false, populations, nodes);
    var with = replay(true, populations, nodes);
    print(
        String.format(
            Locale.ROOT,
            "per 1,000 tokens: without P_grid %.3f g and %.3f s, with it %.3f g (%+.1f %%) and"
                + " %.3f s (%+.1f %%)",
            without.gramsPer1000Tokens(),
            without.secondsPer1000Tokens(),
            with.gramsPer1000Tokens(),
            100 * (with.gramsPer1000Tokens() / without.gramsPer1000Tokens() - 1),
            with.secondsPer1000Tokens(),
            100 * (with.secondsPer1000Tokens() / without.secondsPer1000Tokens() - 1)));
    return 0;
  }

  private static GridReplay.Result replay(boolean byGrid, int populations, int nodes) {
    var days =
        LongStream.range(0, populations)
            .mapToObj(seed -> new GridReplay(settings(), byGrid, nodes, seed).day())
            .toList();
    return new GridReplay.Result(
        days.stream().mapToDouble(GridReplay.Result::gramsPer1000Tokens).average().orElseThrow(),
        days.stream().mapToDouble(GridReplay.Result::secondsPer1000Tokens).average().orElseThrow());
  }

  private static CooperativeSettings settings() {
    return SchedulerSettings.from(ConfigFactory.load()).cooperative();
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
