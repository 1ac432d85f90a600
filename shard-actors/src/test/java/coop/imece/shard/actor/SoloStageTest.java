package coop.imece.shard.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.model.ModelSize;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.StageProtocol.Begin;
import coop.imece.stage.StageProtocol.ReportWork;
import coop.imece.stage.StageWorkDone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stage that has all layers, before and between its sessions. */
class SoloStageTest {
  private static final ActorTestKit TEST_KIT = ActorTestKit.create();
  private static final TokenIds PROMPT = TokenIds.own(new Random(1).ints(40, 0, 256).toArray());
  private static final int ANSWER = 24;

  private final ModelFolder folder =
      ModelFolder.open(Path.of("src/test/resources/reference-models/tiny-llama"));
  private TinyPipeline pipeline;
  private PipelinePlan plan;

  @BeforeEach
  void start() {
    pipeline = new TinyPipeline(TEST_KIT, folder, TinyPipeline.SETTINGS);
    plan = pipeline.plan(List.of(folder.config().shape().allLayers()));
  }

  @AfterEach
  void close() throws InterruptedException {
    pipeline.close();
  }

  @AfterAll
  static void stop() {
    TEST_KIT.shutdownTestKit();
  }

  @Test
  void it_begins_when_it_opens_and_says_first_what_it_held_then() {
    var expected = driver().begin(plan).take(ANSWER).answer();
    var driver = driver();
    var open = driver.openAs(plan, 0);
    plan.first().stage().tell(open);
    assertEquals(opened(driver), driver.events().receiveMessage());
    for (var i = 0; i < ANSWER; i++) {
      var sampled = driver.events().expectMessageClass(TokenSampled.class);
      assertEquals(PROMPT.size() + i, sampled.position());
      assertEquals(expected.get(i), sampled.token());
    }
    plan.first().stage().tell(open);
    assertEquals(opened(driver), driver.events().receiveMessage(), "asked again, much later");
    plan.first().stage().tell(new Begin(driver.session(), 1));
    driver.events().expectNoMessage();
  }

  private static SessionOpened opened(SessionDriver driver) {
    return new SessionOpened(driver.session(), 1, 0, 0);
  }

  @Test
  void with_nothing_to_do_it_prepares_the_next_sessions_memory() {
    var expected = driver().begin(plan).take(ANSWER);
    expected.end();
    awaitPrepared(plan);
    var again = driver().begin(plan).take(ANSWER);
    assertEquals(expected.answer(), again.answer());
    again.end();
  }

  /** The stage has one ended session, and as much memory for the next. */
  private void awaitPrepared(PipelinePlan plan) {
    var positions = PROMPT.size() + ANSWER - 1L;
    var session = positions * 4 * new ModelSize(folder.config()).keyValueBytes(Precision.FP32);
    TEST_KIT
        .<StageWorkDone>createTestProbe()
        .awaitAssert(
            () -> {
              assertEquals(2 * session, keyValueBytes(plan), "the ended one's and as much");
              return null;
            });
  }

  private static long keyValueBytes(PipelinePlan plan) {
    return workDone(plan).kvBytes();
  }

  private static StageWorkDone workDone(PipelinePlan plan) {
    var probe = TEST_KIT.<StageWorkDone>createTestProbe();
    plan.first().stage().tell(new ReportWork(probe.ref()));
    return probe.receiveMessage();
  }

  @Test
  void a_stage_says_whether_it_still_packs_weights() throws InterruptedException {
    var gate = new ReentrantLock();
    var packed = new TinyPipeline(TEST_KIT, folder, TinyPipeline.SETTINGS, Precision.BF16);
    gate.lock();
    try {
      var layers = folder.config().shape().allLayers();
      var own = new PipelinePlan("tiny", List.of(packed.heldStage(layers, gate)));
      var fp32 = new PipelinePlan("tiny", List.of(pipeline.heldStage(layers, gate)));
      assertEquals(packed.canPack(), workDone(own).packing(), "its engine has not begun");
      assertFalse(workDone(fp32).packing(), "there is nothing to pack");
      gate.unlock();
      TEST_KIT
          .<StageWorkDone>createTestProbe()
          .awaitAssert(
              Duration.ofSeconds(30),
              () -> {
                assertFalse(workDone(own).packing());
                return null;
              });
    } finally {
      if (gate.isHeldByCurrentThread()) {
        gate.unlock();
      }
      packed.close();
    }
  }

  @Test
  void sessions_wait_for_the_part_of_memory_that_is_written_and_may_end_meanwhile() {
    var gate = new ReentrantLock();
    var held = pipeline.heldStage(folder.config().shape().allLayers(), gate);
    var own = new PipelinePlan("tiny", List.of(held));
    driver().begin(own).take(ANSWER).end();
    awaitPrepared(own);
    var takesIt = driver(TokenIds.own(new Random(2).ints(40, 0, 256).toArray()));
    takesIt.begin(own).take(ANSWER);
    var ended = driver();
    var next = driver();
    gate.lock();
    try {
      takesIt.end();
      next.events()
          .awaitAssert(
              () -> {
                assertTrue(gate.hasQueuedThreads(), "it has begun to write");
                return null;
              });
      held.stage().tell(ended.openAs(own, 0));
      held.stage().tell(next.openAs(own, 0));
      ended.end();
      next.events().expectNoMessage();
    } finally {
      gate.unlock();
    }
    next.events().expectMessageClass(SessionOpened.class);
    next.events().expectMessageClass(TokenSampled.class);
    ended.events().expectNoMessage();
  }

  private static SessionDriver driver() {
    return driver(PROMPT);
  }

  private static SessionDriver driver(TokenIds prompt) {
    return new SessionDriver(TEST_KIT, prompt, ANSWER, SamplingParameters.greedy(), Set.of());
  }
}
