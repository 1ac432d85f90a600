package coop.imece.gateway.bench.pipeline;

import static coop.imece.gateway.bench.pipeline.TogetherTest.trace;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.gateway.bench.pipeline.BenchReport.Started;
import coop.imece.gateway.bench.pipeline.Round.Alone;
import coop.imece.gateway.bench.pipeline.Round.Bare;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BenchReportTest {
  private static final double EXACT = 1e-9;

  /** Two seconds a token, of which the two stages compute 1.5. */
  private static final Round ROUND =
      round(new Alone(trace(0, 4, 6, 8), 1.5, OptionalDouble.of(1_000)), 0.8);

  /** The same session alone; then two that both decode from second 2 to 3. */
  private static final Round WITH_MANY =
      new Round(
          ROUND.alone(),
          Optional.of(new Together(List.of(trace(0, 1, 2, 3), trace(0, 2, 3, 4)))),
          new Bare(2, 0.8, OptionalDouble.of(4), 1_000));

  @Test
  void what_is_beside_the_stages_computing_is_divided_among_the_hops_of_the_ring() {
    var report = report(ROUND);
    assertEquals(2, report.secondsPerToken(), EXACT);
    assertEquals(1.5, report.computeSeconds(), EXACT);
    assertEquals(0.5, report.besideComputeSeconds(), EXACT);
    assertEquals(0.25, report.hopSeconds(), EXACT);
    assertEquals(2 - 1 / 0.8, report.besideBareSeconds(), EXACT);
  }

  @Test
  void ratios_are_taken_within_a_round_before_the_median() {
    var slow = round(new Alone(trace(0, 4, 8, 12), 3, OptionalDouble.empty()), 0.25);
    var fast = round(new Alone(trace(0, 4, 5, 6), 0.5, OptionalDouble.empty()), 4);
    var decode = report(slow, ROUND, fast).decode();
    assertEquals(0.5, decode.pipeline(), EXACT);
    assertEquals(0.8, decode.bare(), EXACT);
    assertEquals(0.5 / 0.8, decode.ratio(), EXACT); // of 1, 0.625 and 0.25
  }

  @Test
  void the_prompt_counts_until_the_first_token() {
    assertEquals(8 / 4.0, report(ROUND).prefill().pipeline(), EXACT);
    assertEquals(4, report(ROUND).firstTokenSeconds(95), EXACT);
  }

  @Test
  void the_bandwidth_fraction_is_the_weights_read_by_what_could_be_read() {
    assertEquals(600 * 0.5 / 1_000, report(ROUND).bandwidthFraction(), EXACT);
  }

  @Test
  void many_sessions_stand_in_the_report_only_where_they_decoded_at_once() {
    assertEquals(List.of(new BenchReport.Compared(2, 4, 0.5)), report(WITH_MANY).many());
    assertEquals(6 / 4.0, report(WITH_MANY).wholeRate().orElseThrow(), EXACT);
    assertEquals(List.of(), report(ROUND).many());
    assertEquals(OptionalDouble.empty(), report(ROUND).wholeRate());
  }

  @Test
  void the_table_says_each_figure_once() {
    assertEquals(
        """
        tiny int8, 2 x 1 threads, prompt of 8, 3 tokens, medians of 1 runs, lines of 50 ms round trip
        fast products

        tokens a second                             pipeline   bare loop    ratio
        decode, 1 session                               0.50        0.80    0.625
        prompt, 1 session                               2.00        2.00    1.000

        first token p50, ms                           4000.0
        first token p95, ms                           4000.0
        token, 1 session, ms                        2000.000
          the stages' computing                     1500.000
          beside it                                  500.000
          beside it, per hop                         250.000
          more than the bare loop                    750.000
        bytes written per token                         1000

        memory read, GB/s                               0.00
        weights read per token, MB                      0.00
        fraction of it in decode, 1 session             0.30

        process       layers      RSS MB     peak MB    anonymous MB    allowed MB  weights MB   KV MB
        node-1          0..1         300         500             200           457         100       2
        """,
        ReportText.of(report(ROUND)));
  }

  @Test
  void a_node_that_chose_other_kernels_than_the_bare_loop_is_named() {
    var report = report(started("slow products", ROUND));
    var lines = ReportText.of(report).lines().toList();
    assertEquals(List.of("fast products", "but node-1 chose slow products"), lines.subList(1, 3));
    var json = ReportJson.of(report, Instant.EPOCH);
    assertEquals("slow products", json.at("/processes/0/kernels").asText());
  }

  @Test
  void several_starts_are_one_report_with_the_ratios_of_each() {
    var slow = round(new Alone(trace(0, 4, 8, 12), 3, OptionalDouble.empty()), 0.25);
    var fast = round(new Alone(trace(0, 4, 5, 6), 0.5, OptionalDouble.empty()), 4);
    var report =
        BenchReport.ofAll(
            List.of(
                report(started("fast products", slow, slow)),
                report(started("slow products", ROUND, fast))));
    assertEquals(0.8125, report.decode().ratio(), EXACT); // of 1, 1, 0.625 and 0.25
    var both = report(report.starts().toArray(Started[]::new));
    var text = ReportText.of(both);
    assertTrue(text.contains("3 tokens, medians of 2 starts with 1 runs each, lines"), text);
    assertTrue(
        text.contains("fast products\nfast products\nbut node-1 chose slow products\n\n"), text);
    assertTrue(
        text.contains(
            """
            ratio, start by start
            decode, 1 session                         1.000  0.438
            prompt, 1 session                         1.000  1.000

            """),
        text);
    var runs = ReportJson.of(both, Instant.EPOCH).path("runs_tok_s");
    assertEquals(
        List.of(1, 1, 2, 2), runs.findValues("start").stream().map(JsonNode::asInt).toList());
  }

  @Test
  void a_start_whose_sessions_never_all_decoded_at_once_has_a_dash() {
    var text =
        ReportText.of(
            report(
                started("fast products", WITH_MANY),
                started("fast products", ROUND),
                started("fast products", WITH_MANY)));
    assertTrue(
        text.contains("decode, 2 sessions                        0.500      -  0.500\n"), text);
  }

  @Test
  void the_json_leaves_out_what_was_not_measured() {
    var json = ReportJson.of(report(ROUND), Instant.EPOCH);
    assertEquals("1970-01-01T00:00:00Z", json.path("measured_at").asText());
    assertEquals(0.625, json.at("/decode/of_bare").asDouble(), EXACT);
    assertEquals(200_000_000, json.at("/processes/0/anonymous_bytes").asLong());
    assertFalse(json.has("decode_many"));
    assertFalse(json.has("with_prompts_tok_s"));
  }

  private static Round round(Alone alone, double bareDecode) {
    return new Round(
        alone, Optional.empty(), new Bare(2, bareDecode, OptionalDouble.empty(), 1_000));
  }

  private static BenchReport report(Round... rounds) {
    return report(started("fast products", rounds));
  }

  private static Started started(String nodeKernels, Round... rounds) {
    var process =
        new StageProcess(
            "node-1",
            new LayerRange(0, 2),
            100_000_000,
            2_000_000,
            nodeKernels,
            Optional.of(new ProcessFigures(300_000_000, 200_000_000, 500_000_000)));
    return new Started("fast products", List.of(rounds), List.of(process));
  }

  private static BenchReport report(Started... starts) {
    var settings =
        new BenchSettings(
            new BenchModel.Shape("tiny"),
            Precision.INT8,
            2,
            1,
            2,
            8,
            3,
            Duration.ofMillis(50),
            starts.length,
            1,
            1L << 30,
            1,
            Optional.empty());
    return new BenchReport(settings, 600, List.of(starts));
  }
}
