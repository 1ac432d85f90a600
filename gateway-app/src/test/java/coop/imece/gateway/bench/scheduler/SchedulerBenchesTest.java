package coop.imece.gateway.bench.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import coop.imece.scheduler.actor.SchedulerSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class SchedulerBenchesTest {

  @Command
  private static final class Verbs extends SchedulerBenches {}

  @Test
  void each_size_of_cooperative_is_a_line_of_the_table() {
    var out = new StringWriter();
    var line = new CommandLine(new Verbs()).setOut(new PrintWriter(out));
    assertEquals(0, line.execute("scheduler", "--nodes", "40,80"));
    var lines = out.toString().lines().map(String::strip).toList();
    assertEquals(7, lines.size());
    for (var byActor : List.of(0, 4)) {
      assertTrue(lines.get(byActor + 1).startsWith("40 "), lines.get(byActor + 1));
      assertTrue(lines.get(byActor + 2).startsWith("80 "), lines.get(byActor + 2));
    }
  }

  @Test
  void choosing_by_grid_costs_at_most_five_hundredths_of_speed() {
    var settings = SchedulerSettings.from(ConfigFactory.load()).cooperative();
    var without = new GridReplay(settings, false, 60, 7).day();
    var with = new GridReplay(settings, true, 60, 7).day();
    assertTrue(with.secondsPer1000Tokens() <= 1.05 * without.secondsPer1000Tokens());
  }

  @Test
  void placement_passes_at_least_what_a_naive_split_does() {
    var study = new PlacementGain(SchedulerSettings.from(ConfigFactory.load()).cooperative());
    LongStream.range(0, 3)
        .mapToObj(study::of)
        .flatMapToDouble(gain -> gain.gain().stream())
        .forEach(gain -> assertTrue(gain >= 0.99, "gain " + gain));
  }
}
