package coop.imece.gateway.bench.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.cli.CommandFailure;
import java.time.Instant;
import java.util.ArrayList;

/** Measures a pipeline of node processes beside the bare loop, as often started anew as asked. */
public final class Benchmark {
  private final BenchSetup setup;

  public Benchmark(BenchSetup setup) {
    this.setup = setup;
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
    var soak = setup.settings().soak();
    if (soak.isPresent()) {
      var report = new BenchStart(setup).measure(new Soak(setup, soak.get()));
      return new Outcome(report.text(), report.json());
    }
    var reports = new ArrayList<BenchReport>();
    for (var start = 1; start <= setup.settings().starts(); start++) {
      var one = setup.ofStart(start);
      reports.add(new BenchStart(one).measure(new Rounds(one)));
    }
    var report = BenchReport.ofAll(reports);
    return new Outcome(ReportText.of(report), ReportJson.of(report, Instant.now()));
  }
}
