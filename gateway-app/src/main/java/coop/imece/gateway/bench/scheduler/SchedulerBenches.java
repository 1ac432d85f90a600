package coop.imece.gateway.bench.scheduler;

import com.typesafe.config.ConfigFactory;
import coop.imece.scheduler.actor.SchedulerSettings;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verbs of {@code imece bench} that measure the cooperative's decisions. */
@Command
public final class SchedulerBenches {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Measure the scheduler's decisions over simulated nodes and a model of 80 layers.",
        "Needs no cooperative; times are of one core of this machine."
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
          long seed) {
    var settings = SchedulerSettings.from(ConfigFactory.load()).cooperative();
    print(
        "   nodes  placed  ranges  stages  join p50/p99 ms  advert p50 ms  plan p50/p99 ms  p99 cpu ms");
    for (var nodes : sizes) {
      var cost = new SchedulerScale(settings, seed).measure(nodes);
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
    return 0;
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
