package coop.imece.gateway.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.gateway.bench.pipeline.SoakReport.Look;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SoakReportTest {
  private static final SoakReport REPORT =
      new SoakReport(
          new BenchSettings(
              new BenchModel.Shape("tiny"),
              Precision.INT8,
              1,
              1,
              1,
              8,
              3,
              Duration.ZERO,
              1,
              1,
              1L << 30,
              1,
              Optional.of(10)),
          List.of(look(0, 100, 20), look(5, 150, 65), look(10, 160, 78)));

  @Test
  void growth_leaves_out_the_keys_and_values_that_are_kept_for_reuse() {
    assertEquals(2_000_000, REPORT.growthBytes());
    assertEquals(2_000_000, REPORT.json().path("growth_bytes").asLong());
  }

  @Test
  void the_table_has_a_line_for_each_look_and_node() {
    assertEquals(
        """
        requests  process     anonymous MB   KV MB   rest MB
        0         node-1             100.0    20.0      80.0
        5         node-1             150.0    65.0      85.0
        10        node-1             160.0    78.0      82.0
        the rest grew by 2.0 MB
        """,
        REPORT.text());
  }

  private static Look look(int requests, long anonymousMb, long kvMb) {
    return new Look(
        requests,
        List.of(
            new StageProcess(
                "node-1",
                new LayerRange(0, 4),
                1_000,
                kvMb * 1_000_000,
                "fast products",
                Optional.of(
                    new ProcessFigures(500_000_000, anonymousMb * 1_000_000, 600_000_000)))));
  }
}
