package coop.imece.gateway.bench.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.Installation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Measures a pipeline of node processes beside the bare loop, as often started anew as asked. */
public final class Benchmark {
  private final BenchSettings settings;
  private final Installation installation;
  private final Function<Map<String, String>, Config> config;
  private final Consumer<String> progress;

  /**
   * @param config the gateway's configuration with these values above all others
   * @param progress is given one line per step
   */
  public Benchmark(
      BenchSettings settings,
      Installation installation,
      Function<Map<String, String>, Config> config,
      Consumer<String> progress) {
    this.settings = settings;
    this.installation = installation;
    this.config = config;
    this.progress = progress;
  }

  /**
   * What came out.
   *
   * @param text a table for people
   * @param json the same as one object
   */
  public record Outcome(String text, ObjectNode json) {}

  /**
   * Blocks until it is measured.
   *
   * @throws CommandFailure when something can't start or ends too early; nothing is left running
   */
  public Outcome run() {
    if (settings.soak().isPresent()) {
      var report = start(progress).measure(new Soak(settings, settings.soak().get(), progress));
      return new Outcome(report.text(), report.json());
    }
    var reports = new ArrayList<BenchReport>();
    for (var start = 1; start <= settings.starts(); start++) {
      var said = progressOf(start);
      reports.add(start(said).measure(new Rounds(settings, said)));
    }
    var report = BenchReport.ofAll(reports);
    return new Outcome(ReportText.of(report), ReportJson.of(report, Instant.now()));
  }

  private Consumer<String> progressOf(int start) {
    return settings.starts() == 1
        ? progress
        : step -> progress.accept("start %d of %d: %s".formatted(start, settings.starts(), step));
  }

  private BenchStart start(Consumer<String> said) {
    return new BenchStart(settings, installation, config, said);
  }
}
