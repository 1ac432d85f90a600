package coop.imece.shard.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.core.LayerRange;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.Refusal;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionEvent.SessionFailed;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.SessionRefused;
import coop.imece.stage.SessionEvent.StillRunning;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageFailure;
import coop.imece.stage.StageProtocol.Accepted;
import coop.imece.stage.StageProtocol.Begin;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.EndSession;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.ForwardBatch;
import coop.imece.stage.StageProtocol.Probe;
import coop.imece.stage.StageProtocol.Resend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages as real actors on real slices: what they answer is what one process answers. */
class PipelineTest {
  private static final ActorTestKit TEST_KIT = ActorTestKit.create();
  private static final Path MODELS = Path.of("src/test/resources/reference-models");

  private final List<TinyPipeline> pipelines = new ArrayList<>();

  @AfterEach
  void closePipelines() throws InterruptedException {
    for (var pipeline : pipelines) {
      pipeline.close();
    }
  }

  @AfterAll
  static void stop() {
    TEST_KIT.shutdownTestKit();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-llama", "tiny-llama3", "tiny-qwen2"})
  void every_split_of_a_model_gives_the_reference_ids(String model) throws IOException {
    var folder = ModelFolder.open(MODELS.resolve(model));
    var pipeline = pipeline(folder, TinyPipeline.SETTINGS);
    for (var ranges : List.of(split(1), split(2), uneven(), split(4))) {
      var plan = pipeline.plan(ranges);
      for (var reference : references(model)) {
        var driver = driver(folder, prompt(reference), greedyIds(reference).size(), 0);
        assertEquals(
            greedyIds(reference),
            driver.begin(plan).take(Integer.MAX_VALUE).answer(),
            model + " in " + ranges);
        driver.end();
      }
    }
  }

  @Test
  void sessions_that_run_together_answer_as_they_do_alone() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var plan = pipeline(folder, TinyPipeline.SETTINGS).plan(split(3));
    var prompts = IntStream.range(0, 8).mapToObj(i -> randomPrompt(i, 1 + 9 * i)).toList();
    var alone =
        prompts.stream()
            .map(p -> driver(folder, p, 24, 0.8).begin(plan).take(24).answer())
            .toList();
    var together = prompts.stream().map(p -> driver(folder, p, 24, 0.8).begin(plan)).toList();
    for (var i = 0; i < together.size(); i++) {
      assertEquals(alone.get(i), together.get(i).take(24).answer(), "session " + i);
    }
  }

  @Test
  void lost_doubled_and_reordered_messages_change_nothing() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var pipeline = pipeline(folder, TinyPipeline.SETTINGS);
    var prompt = randomPrompt(5, 40);
    var expected = driver(folder, prompt, 40, 0.9).begin(pipeline.plan(split(3))).take(40).answer();
    for (var seed = 0; seed < 6; seed++) {
      var random = new Random(seed);
      var plan = pipeline.plan(split(3), stage -> badLine(stage, random));
      var driver = driver(folder, prompt, 40, 0.9);
      driver.begin(plan);
      var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (driver.answer().size() < 40 && System.nanoTime() < deadline) {
        plan.first().stage().tell(new Begin(driver.session(), driver.attempt()));
        driver.take(driver.answer().size() + 1);
      }
      assertEquals(expected, driver.answer(), "seed " + seed);
      driver.end();
    }
  }

  @Test
  void whichever_stage_is_replaced_at_whichever_token_the_answer_stays_the_same() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var pipeline = pipeline(folder, TinyPipeline.SETTINGS);
    var prompt = randomPrompt(3, 21);
    var ranges = split(3);
    var plan = pipeline.plan(ranges);
    var expected = driver(folder, prompt, 12, 0.7).begin(plan).take(12).answer();
    var spares = ranges.stream().map(range -> pipeline.stage(range, stage -> stage)).toList();
    for (var lost = 0; lost < 3; lost++) {
      for (var token = 0; token < 12; token++) {
        var driver = driver(folder, prompt, 12, 0.7).begin(plan).take(token);
        var others = new ArrayList<>(plan.stages());
        others.set(lost, spares.get(lost));
        var answer = driver.begin(new PipelinePlan("tiny", others)).take(12).answer();
        assertEquals(expected, answer, "stage " + lost + " lost at token " + token);
        driver.end();
        plan.stages().get(lost).stage().tell(new EndSession(driver.session(), PrefixBlocks.NONE));
      }
    }
  }

  @Test
  void a_stage_that_does_not_answer_is_reported_by_the_one_before() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var pipeline = pipeline(folder, TinyPipeline.SETTINGS);
    var whole = pipeline.plan(split(2));
    var silent = TEST_KIT.<Command>createTestProbe();
    var stages =
        List.of(
            whole.first(),
            new StageAssignment(whole.last().node(), whole.last().layers(), silent.ref()));
    var driver = driver(folder, randomPrompt(1, 5), 5, 0);
    var plan = new PipelinePlan("tiny", stages);
    plan.first().stage().tell(driver.openAs(plan, 0));
    driver.events().expectMessageClass(SessionOpened.class);
    plan.first().stage().tell(new Begin(driver.session(), 1));
    var failed = driver.events().expectMessageClass(SessionFailed.class, Duration.ofSeconds(10));
    assertEquals(StageFailure.SUCCESSOR_LATE, failed.reason());
    assertEquals(1, failed.stage());
  }

  @Test
  void a_probe_is_answered_while_a_session_runs_and_when_it_is_unknown() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var plan = pipeline(folder, TinyPipeline.SETTINGS).plan(split(2));
    var driver = driver(folder, randomPrompt(1, 5), 5, 0).begin(plan).take(5);
    plan.last().stage().tell(new Probe(driver.session(), 1, driver.events().ref()));
    assertEquals(
        new StillRunning(driver.session(), 1, 1, 9),
        driver.events().expectMessageClass(StillRunning.class));
    driver.end();
    plan.last().stage().tell(new Probe(driver.session(), 1, driver.events().ref()));
    assertEquals(
        StageFailure.SESSION_UNKNOWN,
        driver.events().expectMessageClass(SessionFailed.class).reason());
  }

  @Test
  void sessions_beyond_the_memory_for_keys_and_values_are_refused_until_some_is_free() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var perPosition = 2 * 32 * 4 * 4 + 4;
    var plan =
        pipeline(folder, TinyPipeline.SETTINGS.withKvBytes(100 * perPosition)).plan(split(1));
    var one = driver(folder, randomPrompt(1, 60), 21, 0).begin(plan).take(1);
    var two = driver(folder, randomPrompt(2, 20), 5, 0);
    plan.first().stage().tell(two.openAs(plan, 0));
    var refused = two.events().expectMessageClass(SessionRefused.class);
    assertEquals(Refusal.KV_CACHE_FULL, refused.reason());
    assertEquals("24 positions need 24672 bytes, 20560 are free", refused.detail());
    one.end();
    awaitDropped(plan, one);
    assertEquals(5, two.begin(plan).take(5).answer().size());
  }

  @Test
  void a_session_that_starts_like_an_ended_one_starts_behind_it_and_answers_the_same() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var pipeline = pipeline(folder, TinyPipeline.SETTINGS);
    var plan = pipeline.plan(split(3));
    var system = randomPrompt(1, 70);
    var first = driver(folder, system.concat(randomPrompt(2, 9)), 30, 0.8).begin(plan).take(30);
    assertEquals(0, first.reused());
    var turn = first.conversation().concat(randomPrompt(3, 5));
    first.end();
    var second = driver(folder, turn, 20, 0.8).begin(plan).take(20);
    assertEquals(96, second.reused());
    second.end();
    var other = driver(folder, system.concat(randomPrompt(4, 9)), 20, 0.8).begin(plan).take(20);
    assertEquals(64, other.reused());
    other.end();
    var elsewhere = pipeline.plan(split(3));
    assertEquals(driver(folder, turn, 20, 0.8).begin(elsewhere).take(20).answer(), second.answer());
    assertEquals(
        driver(folder, system.concat(randomPrompt(4, 9)), 20, 0.8)
            .begin(elsewhere)
            .take(20)
            .answer(),
        other.answer());
  }

  @Test
  void ended_sessions_give_way_to_open_ones() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var perPosition = 2 * 32 * 4 * 4 + 4;
    var plan =
        pipeline(folder, TinyPipeline.SETTINGS.withKvBytes(200 * perPosition)).plan(split(1));
    for (var round = 0; round < 5; round++) {
      var driver = driver(folder, randomPrompt(round, 70), 40, 0).begin(plan).take(40);
      driver.end();
      awaitDropped(plan, driver);
    }
    var again = driver(folder, randomPrompt(4, 70), 40, 0).begin(plan).take(40);
    assertEquals(64, again.reused());
    var large = driver(folder, randomPrompt(9, 70), 30, 0);
    plan.first().stage().tell(large.openAs(plan, 0));
    assertEquals(
        Refusal.KV_CACHE_FULL, large.events().expectMessageClass(SessionRefused.class).reason());
  }

  @Test
  void a_plan_for_other_layers_and_a_session_longer_than_the_context_are_refused() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var plan = pipeline(folder, TinyPipeline.SETTINGS).plan(split(2));
    var swapped = driver(folder, randomPrompt(1, 5), 5, 0);
    plan.first().stage().tell(swapped.openAs(plan, 1));
    assertEquals(
        Refusal.WRONG_SLICE, swapped.events().expectMessageClass(SessionRefused.class).reason());
    var tooLong = driver(folder, randomPrompt(1, 5), 509, 0);
    plan.first().stage().tell(tooLong.openAs(plan, 0));
    var refused = tooLong.events().expectMessageClass(SessionRefused.class);
    assertEquals(Refusal.CONTEXT_EXCEEDED, refused.reason());
    assertEquals("513 positions, the model has 512", refused.detail());
  }

  @Test
  void when_its_owner_is_gone_a_session_is_dropped() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var plan = pipeline(folder, TinyPipeline.SETTINGS).plan(split(1));
    var driver = driver(folder, randomPrompt(1, 5), 400, 0).begin(plan).take(1);
    driver.events().stop();
    awaitDropped(plan, driver);
  }

  @Test
  void the_last_sampled_token_is_not_sent_round_whatever_the_first_stage_says_that_it_has() {
    var folder = ModelFolder.open(MODELS.resolve("tiny-llama"));
    var sent = new ConcurrentLinkedQueue<Integer>();
    var plan = pipeline(folder, TinyPipeline.SETTINGS).plan(split(2), stage -> noting(stage, sent));
    var driver = driver(folder, randomPrompt(1, 5), 4, 0.8).begin(plan).take(4);
    var last = plan.last().stage();
    last.tell(new Accepted(driver.session(), driver.attempt(), 8, 8));
    last.tell(new Resend(driver.session(), driver.attempt(), 8));
    var other = TEST_KIT.<SessionEvent>createTestProbe();
    for (var stage : List.of(last, plan.first().stage())) {
      stage.tell(new Probe(driver.session(), driver.attempt(), other.ref()));
      other.expectMessageClass(StillRunning.class);
    }
    assertEquals(List.of(5, 6, 7), sent.stream().distinct().filter(p -> p >= 5).toList());
    driver.end();
  }

  private static ActorRef<Command> noting(ActorRef<Command> stage, Queue<Integer> sent) {
    return TEST_KIT.spawn(
        Behaviors.receiveMessage(
            message -> {
              if (message instanceof Forward forward) {
                sent.add(forward.startPosition());
              }
              stage.tell(message);
              return Behaviors.same();
            }));
  }

  private static void awaitDropped(PipelinePlan plan, SessionDriver driver) {
    var other = TEST_KIT.<SessionEvent>createTestProbe();
    other.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          plan.first().stage().tell(new Probe(driver.session(), 1, other.ref()));
          assertTrue(other.receiveMessage() instanceof SessionFailed);
          return null;
        });
  }

  /** Loses one message in ten between stages, doubles another, lets a third wait for the next. */
  private static ActorRef<Command> badLine(ActorRef<Command> stage, Random random) {
    return TEST_KIT.spawn(
        Behaviors.setup(
            context -> {
              var held = new ArrayList<Command>();
              return Behaviors.receiveMessage(
                  message -> {
                    var between =
                        message instanceof Forward
                            || message instanceof ForwardBatch
                            || message instanceof Accepted
                            || message instanceof Resend;
                    var chance = between ? random.nextInt(10) : 9;
                    if (chance == 2) {
                      held.add(message);
                    } else if (chance != 0) {
                      stage.tell(message);
                      held.forEach(stage::tell);
                      held.clear();
                      if (chance == 1) {
                        stage.tell(message);
                      }
                    }
                    return Behaviors.same();
                  });
            }));
  }

  private TinyPipeline pipeline(ModelFolder folder, StageSettings settings) {
    var pipeline = new TinyPipeline(TEST_KIT, folder, settings);
    pipelines.add(pipeline);
    return pipeline;
  }

  private static SessionDriver driver(
      ModelFolder folder, TokenIds prompt, int maxTokens, double temperature) {
    var sampling =
        temperature == 0
            ? SamplingParameters.greedy()
            : new SamplingParameters(temperature, 0.95, 0, 17, 1.1, 0.1, 0.1);
    var ends = temperature == 0 ? new TreeSet<>(folder.config().endIds()) : Set.<Integer>of();
    return new SessionDriver(TEST_KIT, prompt, maxTokens, sampling, ends);
  }

  private static TokenIds randomPrompt(int seed, int length) {
    return TokenIds.own(new Random(seed).ints(length, 0, 256).toArray());
  }

  private static List<LayerRange> split(int parts) {
    return LayerRange.split(4, parts);
  }

  private static List<LayerRange> uneven() {
    return List.of(new LayerRange(0, 1), new LayerRange(1, 4));
  }

  private static List<JsonNode> references(String model) throws IOException {
    var json =
        new ObjectMapper()
            .readTree(Files.readString(MODELS.resolve(model).resolve("expected.json")));
    var cases = new ArrayList<JsonNode>();
    json.get("cases").forEach(cases::add);
    return cases;
  }

  private static TokenIds prompt(JsonNode reference) {
    return TokenIds.own(ints(reference.get("prompt_ids")).stream().mapToInt(id -> id).toArray());
  }

  private static List<Integer> greedyIds(JsonNode reference) {
    return ints(reference.get("greedy_ids"));
  }

  private static List<Integer> ints(JsonNode array) {
    var list = new ArrayList<Integer>();
    array.forEach(value -> list.add(value.asInt()));
    return list;
  }
}
