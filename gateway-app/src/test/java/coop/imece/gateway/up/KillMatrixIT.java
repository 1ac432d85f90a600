package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
  private static final long REJOIN_LIMIT_MILLIS = 15_000;

  @TempDir Path folder;

  private interface Strike {
    void at(String node) throws IOException, InterruptedException;
  }

  @Test
  void a_killed_and_then_a_stopped_process_leave_the_answer_as_it_is() throws Exception {
    try (var cooperative = new RealCooperative(folder, 2)) {
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
  void every_stage_of_three_killed_at_several_tokens_leaves_the_answer_as_it_is() throws Exception {
    matrix(List.of(1, 2, 6, 12, 18), RealCooperative::kill);
  }

  @Test
  @Tag("slow")
  void every_stage_of_three_stopped_at_several_tokens_leaves_the_answer_as_it_is()
      throws Exception {
    matrix(List.of(1, 12), RealCooperative::freeze);
  }

  private interface StrikeIn {
    void at(RealCooperative cooperative, String node) throws IOException, InterruptedException;
  }

  private void matrix(List<Integer> positions, StrikeIn strike) throws Exception {
    var pauses = new ArrayList<Long>();
    try (var cooperative = new RealCooperative(folder, 3)) {
      var undisturbed = undisturbed(cooperative);
      for (var stage = 0; stage < 3; stage++) {
        for (var position : positions) {
          var victim = new AtomicReference<String>();
          Strike remembered =
              node -> {
                victim.set(node);
                strike.at(cooperative, node);
              };
          pauses.add(struck(cooperative, undisturbed, stage, position, remembered));
          cooperative.kill(victim.get());
          cooperative.startNode(victim.get());
          cooperative.awaitReady(6);
        }
      }
    }
    Collections.sort(pauses);
    LOG.info("pauses of the stream in ms, sorted: {}", pauses);
    assertTrue(pauses.get(pauses.size() / 2) < 2_000, pauses.toString());
  }

  @Test
  @Tag("slow")
  void nodes_serve_again_when_the_gateway_was_killed_and_started_again() throws Exception {
    try (var cooperative = new RealCooperative(folder, 2)) {
      var undisturbed = undisturbed(cooperative);
      cooperative.killGateway();
      var started = System.nanoTime();
      cooperative.startGateway();
      cooperative.awaitReady(4);
      var millis = (System.nanoTime() - started) / 1_000_000;
      LOG.info("four nodes serve {} ms after the gateway's new start", millis);
      assertEquals(undisturbed, undisturbed(cooperative));
      assertTrue(millis < REJOIN_LIMIT_MILLIS, millis + " ms");
    }
  }

  private static String undisturbed(RealCooperative cooperative) throws Exception {
    var answer = StreamedAnswer.of(cooperative.url("/"), TOKENS, piece -> {});
    assertEquals(0, answer.failovers());
    return answer.text();
  }

  /** Strikes the node that serves the stage when so many pieces have come; returns the pause. */
  private static long struck(
      RealCooperative cooperative, String undisturbed, int stage, int position, Strike strike)
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
    assertEquals(undisturbed, answer.text(), what);
    assertTrue(answer.failovers() >= 1, what + ": " + answer);
    LOG.info("{}: the stream paused for {} ms", what, answer.longestPauseMillis());
    return answer.longestPauseMillis();
  }
}
