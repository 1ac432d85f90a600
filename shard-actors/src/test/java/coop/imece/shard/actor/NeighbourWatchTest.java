package coop.imece.shard.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.scheduler.SeenSteps;
import coop.imece.scheduler.Sightings;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.StageAssignment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A stage that takes longer than it says is seen to by its neighbours: real stages, one of which
 * works on each batch only after a while that its own measure leaves out.
 */
class NeighbourWatchTest {
  private static final ActorTestKit TEST_KIT = ActorTestKit.create();
  private static final ModelFolder MODEL =
      ModelFolder.open(Path.of("src/test/resources/reference-models/tiny-llama"));
  private static final StageSettings SETTINGS =
      new StageSettings(
          64 << 20,
          64,
          true,
          Duration.ofMillis(50),
          8,
          2,
          16,
          Duration.ofMillis(20),
          500,
          Duration.ofMinutes(1),
          Duration.ofMillis(5),
          Duration.ofMinutes(5));
  private static final int SLOW_MILLIS = 30;

  private final TinyPipeline pipeline = new TinyPipeline(TEST_KIT, MODEL, SETTINGS);

  @AfterEach
  void closePipeline() throws InterruptedException {
    pipeline.close();
  }

  @AfterAll
  static void stop() {
    TEST_KIT.shutdownTestKit();
  }

  private StageAssignment quick(int start, int end) {
    return pipeline.stage(new LayerRange(start, end), UnaryOperator.identity());
  }

  private StageAssignment slow(int start, int end) {
    return pipeline.slowStage(new LayerRange(start, end), SLOW_MILLIS);
  }

  private StageLoad load(StageAssignment stage) {
    var loads = TEST_KIT.<StageLoad>createTestProbe();
    stage.stage().tell(new ShardActor.ReportLoad(loads.ref()));
    return loads.receiveMessage(Duration.ofSeconds(10));
  }

  private void serve(List<StageAssignment> stages) {
    var tokens = 60;
    var prompt = TokenIds.of(1, 2, 3);
    new SessionDriver(TEST_KIT, prompt, tokens, SamplingParameters.greedy(), Set.of())
        .begin(new PipelinePlan("tiny", stages))
        .take(tokens);
  }

  private static SeenSteps of(Sightings seen, StageAssignment stage) {
    return seen.steps().stream()
        .filter(steps -> steps.node().equals(stage.node()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("saw only " + seen));
  }

  /** Which it can't be quicker than; the way taken off may be a little too much. */
  private static void assertSeenSlow(SeenSteps seen, StageAssignment slow) {
    assertEquals(slow.layers(), seen.layers());
    assertEquals("tiny", seen.model());
    assertEquals(1, seen.sessions());
    assertTrue(seen.steps() >= 2, seen.toString());
    assertTrue(seen.quickestSeconds() > SLOW_MILLIS / 2e3, seen.toString());
  }

  @Test
  void in_a_pipeline_of_two_each_times_the_other() {
    for (var place = 0; place < 2; place++) {
      var stages = place == 0 ? List.of(slow(0, 2), quick(2, 4)) : List.of(quick(0, 2), slow(2, 4));
      serve(stages);
      var slow = stages.get(place);
      assertSeenSlow(of(load(stages.get(1 - place)).seen(), slow), slow);
      assertTrue(load(slow).secondsPerStep() > 0);
    }
  }

  @Test
  void in_longer_ones_the_one_before_and_the_one_behind_time_the_one_between() {
    for (var length = 3; length <= 4; length++) {
      for (var place = 0; place < length; place++) {
        var stages = new ArrayList<StageAssignment>();
        for (var stage = 0; stage < length; stage++) {
          var end = stage == length - 1 ? 4 : stage + 1;
          stages.add(stage == place ? slow(stage, end) : quick(stage, end));
        }
        serve(stages);
        var before = load(stages.get((place + length - 1) % length)).seen();
        assertSeenSlow(of(before, stages.get(place)), stages.get(place));
        var slow = stages.get(place).node();
        assertTrue(
            before.roundTrips().stream().anyMatch(trip -> trip.peer().equals(slow)),
            "no round trip was measured");
      }
    }
  }
}
