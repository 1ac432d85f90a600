package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes are killed or stopped in the middle of an answer, and the client does not notice but
 * for a pause: the text, at temperature 0 in fp32, is the undisturbed one.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no SIGSTOP")
class KillMatrixIT {
  private static final Logger LOG = LoggerFactory.getLogger(KillMatrixIT.class);
  private static final int TOKENS = 24;
  private static final int STAGES = 3;

  /** Of the matrix: two for each stage. */
  private static final int NODES = 2 * STAGES;

  /** So that a token takes longer than a strike. */
  private static final Map<String, String> PACED = Map.of("IMECE_NODE_LINK_DELAY", "15ms");

  private static final long REJOIN_LIMIT_MILLIS = 15_000;

  @TempDir Path folder;

  private interface Strike {
    void at(String node) throws IOException, InterruptedException;
  }

  @Test
  void a_killed_and_then_a_stopped_process_leave_the_answer_as_it_is() throws Exception {
    try (var cooperative = new RealCooperative(folder, 2, PACED)) {
      var undisturbed = undisturbed(cooperative);
      struck(cooperative, undisturbed, 1, 8, cooperative::kill);
      struck(cooperative, undisturbed, 0, 5, cooperative::freeze);
      var carbon = cooperative.get("/v1/carbon");
      assertEquals(3, carbon.path("answers").asInt(), carbon.toString());
      assertTrue(carbon.path("energy_j").asDouble() > 0, carbon.toString());
    }
  }

  @Test
  @Tag("slow")
  void every_stage_of_three_killed_at_every_token_leaves_the_answer_as_it_is() throws Exception {
    matrix(
        RealCooperative::kill,
        (cooperative, struck) -> {
          for (var node : struck) {
            cooperative.startNode(node);
          }
        });
  }

  @Test
  @Tag("slow")
  void every_stage_of_three_stopped_at_every_token_leaves_the_answer_as_it_is() throws Exception {
    matrix(
        RealCooperative::freeze,
        (cooperative, struck) -> {
          for (var node : struck) {
            cooperative.thaw(node);
          }
        });
  }

  private interface StrikeIn {
    void at(RealCooperative cooperative, String node) throws IOException, InterruptedException;
  }

  private interface Mend {
    void all(RealCooperative cooperative, List<String> nodes)
        throws IOException, InterruptedException;
  }

  /** At each token every stage is struck in turn; then what was struck comes back. */
  private void matrix(StrikeIn strike, Mend mend) throws Exception {
    var pauses = new ArrayList<Long>();
    try (var cooperative = new RealCooperative(folder, STAGES, PACED)) {
      var undisturbed = undisturbed(cooperative);
      var positions = positions(undisturbed.pieces());
      for (var position = positions.start(); position < positions.end(); position++) {
        var struck = new ArrayList<String>();
        for (var stage = 0; stage < STAGES; stage++) {
          Strike remembered =
              node -> {
                struck.add(node);
                strike.at(cooperative, node);
              };
          var answer = struck(cooperative, undisturbed, stage, position, remembered);
          if (answer.failovers() > 0) {
            pauses.add(answer.longestPauseMillis());
          }
        }
        cooperative.awaitGone(struck.size());
        mend.all(cooperative, struck);
        cooperative.awaitReady(NODES);
      }
      LOG.info(
          "{} strikes behind pieces {}, {} failed over",
          STAGES * positions.count(),
          positions,
          pauses.size());
    }
    Collections.sort(pauses);
    var p50 = pauses.get(pauses.size() / 2);
    LOG.info(
        "pause of the stream p50 {} ms, p95 {} ms: {}",
        p50,
        pauses.get(pauses.size() * 95 / 100),
        pauses);
    assertTrue(p50 < 2_000, pauses.toString());
  }

  /** All, or those of {@code -Dimece.test.positions=FIRST..LAST}. */
  private static LayerRange positions(int pieces) {
    return Optional.ofNullable(System.getProperty("imece.test.positions"))
        .map(LayerRange::parseInclusive)
        .orElseGet(() -> new LayerRange(1, pieces));
  }

  @Test
  @Tag("slow")
  void nodes_serve_again_when_the_gateway_was_killed_and_started_again() throws Exception {
    rejoined(RealCooperative::killGateway);
  }

  @Test
  @Tag("slow")
  void nodes_serve_again_when_the_gateway_was_stopped_and_started_again() throws Exception {
    rejoined(RealCooperative::stopGateway);
  }

  private interface End {
    void of(RealCooperative cooperative) throws InterruptedException;
  }

  private void rejoined(End end) throws Exception {
    try (var cooperative = new RealCooperative(folder, 2, Map.of())) {
      var undisturbed = undisturbed(cooperative);
      end.of(cooperative);
      var started = System.nanoTime();
      cooperative.startGateway();
      cooperative.awaitReady(4);
      var millis = (System.nanoTime() - started) / 1_000_000;
      LOG.info("four nodes serve {} ms after the gateway's new start", millis);
      assertEquals(undisturbed.text(), undisturbed(cooperative).text());
      assertTrue(millis < REJOIN_LIMIT_MILLIS, millis + " ms");
    }
  }

  private static StreamedAnswer undisturbed(RealCooperative cooperative) throws Exception {
    var answer = StreamedAnswer.of(cooperative.url("/"), TOKENS, piece -> {});
    assertEquals(0, answer.failovers());
    return answer;
  }

  /**
   * Strikes the node that serves the stage when so many pieces have come. What the last tokens need
   * of a stage may be done when it is struck; before, its loss must have been noticed.
   */
  private static StreamedAnswer struck(
      RealCooperative cooperative,
      StreamedAnswer undisturbed,
      int stage,
      int position,
      Strike strike)
      throws Exception {
    var answer =
        StreamedAnswer.of(
            cooperative.url("/"),
            TOKENS,
            piece -> {
              if (piece == position) {
                strike.at(cooperative.serving().get(stage));
              }
            });
    var what = "stage %d struck behind piece %d".formatted(stage, position);
    assertEquals(undisturbed.text(), answer.text(), what);
    assertTrue(
        answer.failovers() >= 1 || position > undisturbed.pieces() - 3, what + ": " + answer);
    LOG.info(
        "{}: {} failovers, the stream paused for {} ms",
        what,
        answer.failovers(),
        answer.longestPauseMillis());
    return answer;
  }
}
