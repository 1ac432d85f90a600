package coop.imece.shard.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.stage.BatchPlanner;
import coop.imece.shard.stage.BatchPlanner.Item;
import coop.imece.shard.stage.SendLimits;
import coop.imece.shard.stage.StageSession;
import coop.imece.shard.weights.RandomModel;
import coop.imece.shard.weights.ShapePreset;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionTerms;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.OpenSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which work of a first stage runs together, step by step and without clocks. */
class BatchesTest {
  private static final ActorTestKit TEST_KIT = ActorTestKit.create();
  private static final int CHUNK = 128;
  private static final LayerRange LAYERS = new LayerRange(0, 1);

  private final ActorRef<Command> stage = TEST_KIT.<Command>createTestProbe().ref();
  private final ActorRef<SessionEvent> owner = TEST_KIT.<SessionEvent>createTestProbe().ref();
  private final BatchPlanner planner = new BatchPlanner(CHUNK, 64);
  private final List<StageSession> sessions = new ArrayList<>();
  private final Random random = new Random(7);
  private Slice slice;

  @BeforeEach
  void load(@TempDir Path folder) {
    var preset = ShapePreset.TINY;
    var model = RandomModel.write(folder, preset.config(), preset.deviation(), 1);
    slice = Slice.load(model, LAYERS, Precision.FP32);
  }

  @AfterEach
  void close() {
    sessions.forEach(session -> session.cache().close());
    slice.close();
  }

  @AfterAll
  static void stop() {
    TEST_KIT.shutdownTestKit();
  }

  /** The worst moment for a decode step to come is just after a batch has begun. */
  @Test
  void a_prompt_of_2000_tokens_makes_a_decode_step_wait_for_one_batch_and_share_one() {
    var decoding = open(2, 4);
    run(planner.next(sessions));
    var prompt = open(2, 2_000);
    var batches = 0;
    for (var position = 4; prompt.runEnd() < 2_000; position++) {
      var begun = planner.next(sessions);
      assertTrue(begun.stream().noneMatch(item -> item.session() == decoding));
      decoding.accept(step(decoding, position));
      run(begun);
      var own = planner.next(sessions);
      assertEquals(decoding, own.get(0).session(), "in the next batch, before every prompt");
      run(own);
      assertTrue(rows(begun, prompt) <= CHUNK && rows(own, prompt) <= CHUNK);
      batches += 2;
    }
    assertTrue(batches >= 2_000 / CHUNK && batches <= 2_000 / CHUNK + 1, batches + " batches");
  }

  @Test
  void decode_steps_of_two_stages_go_in_two_batches_of_half_the_sessions() {
    decodingSessions(2, 16);
    var first = planner.next(sessions);
    assertEquals(8, first.size());
    run(first);
    var second = planner.next(sessions);
    assertEquals(8, second.size());
    assertTrue(second.stream().noneMatch(first::contains));
    run(second);
    assertEquals(List.of(), planner.next(sessions));
  }

  @Test
  void a_stage_alone_takes_every_decode_step_at_once() {
    decodingSessions(1, 9);
    assertEquals(9, planner.next(sessions).size());
  }

  @Test
  void when_a_prompt_waits_every_decode_step_is_in_the_next_batch() {
    decodingSessions(2, 6);
    var prompt = open(2, 300);
    var batch = planner.next(sessions);
    assertEquals(7, batch.size());
    assertTrue(rows(batch, prompt) > 0);
    run(batch);
  }

  @Test
  void a_prompt_alone_runs_in_small_chunks_and_one_of_several_in_one() {
    var first = open(2, 100);
    var alone = planner.next(sessions);
    var rows = rows(alone, first);
    assertTrue(rows >= 16 && rows <= 50, rows + " rows");
    run(alone);
    var second = open(2, 100);
    var batch = planner.next(sessions);
    assertEquals(100, rows(batch, second), "served longest ago");
    run(batch);
    assertEquals(rows, rows(planner.next(sessions), first), "alone again");
  }

  @Test
  void prompts_share_batches_of_at_most_the_rows_of_one_chunk() {
    for (var length : List.of(300, 40, 7, 190, 300, 300)) {
      open(2, length);
    }
    var largest = 0;
    for (var batch = planner.next(sessions); !batch.isEmpty(); batch = planner.next(sessions)) {
      var rows = batch.stream().mapToInt(item -> item.chunk().input().positions()).sum();
      assertTrue(rows <= CHUNK, rows + " rows");
      largest = Math.max(largest, rows);
      run(batch);
    }
    assertTrue(largest > CHUNK / 2, "several in one: " + largest);
    assertTrue(
        sessions.stream().allMatch(session -> session.runEnd() == session.terms().promptTokens()));
  }

  /** Sessions whose first sampled token waits. */
  private void decodingSessions(int stages, int count) {
    IntStream.range(0, count).forEach(i -> open(stages, 1));
    run(planner.next(sessions));
    sessions.forEach(session -> session.accept(step(session, 1)));
  }

  private static Forward step(StageSession session, int position) {
    return new Forward(session.id(), 1, position, position + 1, TokenIds.of(position % 500));
  }

  private static int rows(List<Item> batch, StageSession session) {
    return batch.stream()
        .filter(item -> item.session() == session)
        .mapToInt(item -> item.chunk().input().positions())
        .sum();
  }

  /** As the stage does; the next stage has run all of it at once. */
  private void run(List<Item> batch) {
    for (var result : ComputedBatch.run(slice, batch).results()) {
      var session = result.item().session();
      if (session.isLast()) {
        session.ran();
      } else if (result instanceof ComputedBatch.Result.States states) {
        session.finished(result.item().chunk(), states.states());
        session.accepted(result.item().chunk().end());
      } else {
        throw new AssertionError("unexpected " + result);
      }
    }
  }

  private StageSession open(int stages, int promptTokens) {
    var layers = slice.config().shape().layers();
    var plan = new ArrayList<StageAssignment>();
    plan.add(new StageAssignment(NodeId.of(new byte[] {1}), LAYERS, stage));
    if (stages == 2) {
      var rest = new LayerRange(LAYERS.end(), layers);
      plan.add(new StageAssignment(NodeId.of(new byte[] {2}), rest, stage));
    }
    var terms =
        new SessionTerms(
            TokenIds.own(random.ints(promptTokens, 0, 500).toArray()),
            promptTokens,
            promptTokens,
            100,
            SamplingParameters.greedy(),
            Set.of(),
            PrefixBlocks.NONE);
    var open =
        new OpenSession(
            SessionId.of(1, random),
            1,
            new PipelinePlan("tiny", plan),
            0,
            terms,
            0,
            owner,
            Optional.empty());
    var cache = slice.openCache(terms.maxPositions());
    var session = new StageSession(open, cache, 0, new SendLimits(CHUNK, 2 * CHUNK, 8));
    session.begin();
    sessions.add(session);
    return session;
  }
}
