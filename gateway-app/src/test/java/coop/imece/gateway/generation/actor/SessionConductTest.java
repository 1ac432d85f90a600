package coop.imece.gateway.generation.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.gateway.TestHardware;
import coop.imece.gateway.carbon.CarbonSettings;
import coop.imece.gateway.carbon.CarbonUse;
import coop.imece.gateway.carbon.Intensities;
import coop.imece.gateway.carbon.PowerBasis;
import coop.imece.gateway.carbon.StageCarbon;
import coop.imece.gateway.carbon.actor.CarbonAccount;
import coop.imece.gateway.carbon.actor.CarbonAccount.AnswerCost;
import coop.imece.gateway.carbon.actor.CarbonDesk;
import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.generation.GenerationCommand.Cancel;
import coop.imece.gateway.generation.GenerationCommand.Start;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationEvent.Finished;
import coop.imece.gateway.generation.GenerationEvent.Token;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.scheduler.HeldSlice;
import coop.imece.scheduler.NodeAdvertisement;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.PlanReply;
import coop.imece.scheduler.PlanReply.Planned;
import coop.imece.scheduler.RouteExplanation;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.Advertise;
import coop.imece.scheduler.SchedulerProtocol.ExplainRoute;
import coop.imece.scheduler.SchedulerProtocol.PlanSession;
import coop.imece.scheduler.SchedulerProtocol.RegisterHardware;
import coop.imece.scheduler.ServedModel;
import coop.imece.scheduler.Sightings;
import coop.imece.scheduler.SliceState;
import coop.imece.scheduler.StageSpeed;
import coop.imece.scheduler.actor.Scheduler;
import coop.imece.scheduler.actor.SchedulerSettings;
import coop.imece.scheduler.registry.actor.VolatileRegistry;
import coop.imece.stage.FinishReason;
import coop.imece.stage.Refusal;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent.SessionFailed;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.SessionRefused;
import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.StageFailure;
import coop.imece.stage.StageProtocol;
import coop.imece.stage.StageProtocol.OpenSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of nodes that fail sessions, or serve them: a session before the real scheduler. */
class SessionConductTest {
  private static final LayerRange LAYERS = new LayerRange(0, 4);
  private static final ServedModel MODEL =
      new ServedModel("m", Precision.BF16, 4, 100, 10, 10, 1, 64);
  private static final int PROMPT = 3;

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("imece.scheduler.forget-after = 1h")
              .withFallback(ConfigFactory.load()));
  private final AtomicLong millis = new AtomicLong();
  private final TestProbe<GenerationEvent> client = kit.createTestProbe();
  private final TestProbe<CarbonAccount.Command> account = kit.createTestProbe();
  private ActorRef<SchedulerProtocol.Command> scheduler;
  private ActorRef<GenerationCommand> generations;
  private Node fast;
  private Node slow;

  /** A machine that has the whole model; the test answers in its stage's place. */
  private final class Node {
    final NodeId id;
    final double seconds;
    final TestProbe<NodeCommand> commands = kit.createTestProbe();
    TestProbe<StageProtocol.Command> stage;

    Node(int index, double seconds) {
      this.id = TestHardware.node(index);
      this.seconds = seconds;
      scheduler.tell(new RegisterHardware(TestHardware.measured(index)));
      start();
    }

    /** With a stage of its own, the one before is gone. */
    void start() {
      stage = kit.createTestProbe();
      var speed = Optional.of(new StageSpeed(seconds, seconds / 10));
      var slice = new HeldSlice("m", LAYERS, SliceState.READY, 64, 0, speed);
      var said =
          new NodeAdvertisement(
              id,
              List.of(MODEL),
              1 << 20,
              Optional.empty(),
              Optional.of(slice),
              Optional.of("NO"),
              Optional.empty(),
              Optional.empty(),
              Sightings.NONE,
              Instant.EPOCH);
      scheduler.tell(new Advertise(said, commands.ref(), Optional.of(stage.ref())));
    }

    /** Opens the next session that it is asked to; what came for those before is done with. */
    OpenSession opens() {
      var next = stage.receiveMessage();
      while (!(next instanceof OpenSession)) {
        next = stage.receiveMessage();
      }
      var open = (OpenSession) next;
      open.owner().tell(new SessionOpened(open.session(), open.attempt(), 0, 0));
      return open;
    }

    void samples(OpenSession open, int index, Optional<FinishReason> finish) {
      open.owner()
          .tell(new TokenSampled(open.session(), open.attempt(), PROMPT + index, 7, finish));
    }
  }

  @BeforeEach
  void start() {
    var settings = SchedulerSettings.from(kit.system().settings().config());
    scheduler =
        kit.spawn(
            Scheduler.create(
                settings,
                millis::get,
                1,
                VolatileRegistry.create(settings.registry(), millis::get)));
    var config = kit.system().settings().config().getConfig("imece.generation");
    var desk =
        new CarbonDesk(
            CarbonSettings.from(kit.system().settings().config()).power(),
            () -> new Intensities(Map.of("NO", 36.0), 480),
            account.ref());
    generations =
        kit.spawn(
            Generations.create(
                Map.of("m", Set.of()), scheduler, GenerationSettings.of(config), desk));
    fast = new Node(1, 0.01);
    slow = new Node(2, 0.05);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void a_node_whose_stage_is_killed_is_left_out_each_time_twice_as_long() {
    generate();
    fast.opens();
    fast.stage.stop();
    var elsewhere = slow.opens();
    assertEquals("it failed a session and is left out for 15 s more", saidOf(fast));
    slow.samples(elsewhere, 0, Optional.of(FinishReason.LENGTH));
    client.expectMessageClass(Token.class);
    assertEquals(1, client.expectMessageClass(Finished.class).usage().failovers());

    millis.addAndGet(15_000);
    fast.start();
    assertEquals("it is the whole pipeline", saidOf(fast));
    generate();
    var again = fast.opens();
    again
        .owner()
        .tell(
            new SessionFailed(
                again.session(), again.attempt(), 0, StageFailure.COMPUTE_FAILED, ""));
    slow.opens();
    assertEquals("it failed a session and is left out for 30 s more", saidOf(fast));
  }

  @Test
  void sessions_that_end_count_for_the_nodes_that_served_and_against_those_that_failed() {
    generate();
    fast.opens();
    fast.stage.stop();
    var elsewhere = slow.opens();
    slow.samples(elsewhere, 0, Optional.of(FinishReason.LENGTH));
    awaitReliability(slow, 10_000);
    millis.addAndGet(15_000);
    fast.start();
    awaitReliability(fast, 5_000);
    generate();
    var served = fast.opens();
    fast.samples(served, 0, Optional.of(FinishReason.LENGTH));
    awaitReliability(fast, 7_500);
  }

  @Test
  void a_stage_that_refuses_for_lack_of_room_has_failed_nobody() {
    generate();
    var open = fast.stage.expectMessageClass(OpenSession.class);
    open.owner()
        .tell(new SessionRefused(open.session(), open.attempt(), 0, Refusal.KV_CACHE_FULL, "full"));
    slow.opens();
    assertEquals("it is the whole pipeline", saidOf(fast));
  }

  @Test
  void a_client_that_goes_behind_the_first_token_leaves_served_nodes() {
    generate();
    fast.opens();
    fast.stage.stop();
    slow.opens();
    millis.addAndGet(15_000);
    fast.start();
    awaitReliability(fast, 5_000);
    var session = generate();
    var open = fast.opens();
    fast.samples(open, 0, Optional.empty());
    client.expectMessageClass(Token.class);
    generations.tell(new Cancel(session));
    awaitReliability(fast, 7_500);
  }

  @Test
  void an_answer_says_what_it_cost_and_the_account_is_told_of_every_node_that_worked() {
    generate();
    var open = fast.opens();
    open.owner()
        .tell(
            new SessionFailed(open.session(), open.attempt(), 0, StageFailure.COMPUTE_FAILED, ""));
    var elsewhere = slow.opens();
    slow.samples(elsewhere, 0, Optional.empty());
    slow.samples(elsewhere, 1, Optional.of(FinishReason.LENGTH));
    client.expectMessageClass(Token.class);
    client.expectMessageClass(Token.class);
    var cost = client.expectMessageClass(Finished.class).usage().carbon().orElseThrow();
    var told = account.expectMessageClass(AnswerCost.class).stages();
    assertEquals(List.of(fast.id, slow.id), told.stream().map(StageCarbon::node).toList());
    assertEquals(cost, CarbonUse.sum(told.stream().map(CarbonUse::of).toList()));
    assertEquals(PowerBasis.ESTIMATED, cost.basis());
    for (var stage : told) {
      assertEquals(Optional.of("NO"), stage.region());
      assertEquals(Math.round(stage.millijoules() * 36 / 3_600.0), stage.micrograms(), 1);
    }
    account.expectNoMessage();
  }

  /**
   * A stage that is alone begins when it opens, and tokens may take a quicker way than its word.
   */
  @Test
  void tokens_that_overtake_the_word_that_their_stage_is_open_wait_for_it() {
    generate();
    var open = fast.stage.expectMessageClass(OpenSession.class);
    fast.samples(open, 0, Optional.empty());
    fast.samples(open, 1, Optional.of(FinishReason.LENGTH));
    client.expectNoMessage();
    open.owner().tell(new SessionOpened(open.session(), open.attempt(), 0, 2));
    client.expectMessageClass(Token.class);
    client.expectMessageClass(Token.class);
    assertEquals(2, client.expectMessageClass(Finished.class).usage().cachedTokens());
    account.expectMessageClass(AnswerCost.class);
  }

  @Test
  void tokens_of_a_stage_that_never_opens_are_nobodys() {
    generate();
    var open = fast.stage.expectMessageClass(OpenSession.class);
    fast.samples(open, 0, Optional.empty());
    open.owner()
        .tell(
            new SessionFailed(open.session(), open.attempt(), 0, StageFailure.COMPUTE_FAILED, ""));
    var elsewhere = slow.opens();
    client.expectNoMessage();
    slow.samples(elsewhere, 0, Optional.of(FinishReason.LENGTH));
    client.expectMessageClass(Token.class);
    assertEquals(1, client.expectMessageClass(Finished.class).usage().completionTokens());
  }

  private SessionId generate() {
    var session = SessionId.of(System.currentTimeMillis(), new Random());
    var sampling = new SamplingParameters(0, 1, 0, 0, 1, 0, 0);
    var prompt = TokenIds.own(new int[] {1, 2, 3});
    generations.tell(
        new Start(new GenerationRequest(session, "m", prompt, sampling, 4), client.ref()));
    return session;
  }

  /** Why the node would or would not serve a session now. */
  private String saidOf(Node node) {
    TestProbe<RouteExplanation> answers = kit.createTestProbe();
    scheduler.tell(new ExplainRoute("m", PROMPT, 4, Set.of(), answers.ref()));
    return answers.receiveMessage().nodes().stream()
        .filter(verdict -> verdict.node().equals(node.id))
        .findFirst()
        .orElseThrow()
        .text();
  }

  /** The reliability in 1/10,000 with which the node would be paid for a session planned now. */
  private void awaitReliability(Node node, int r4) {
    TestProbe<PlanReply> plans = kit.createTestProbe();
    var other = node == fast ? slow : fast;
    plans.awaitAssert(
        () -> {
          var session = new SessionId(new UUID(1, 2));
          scheduler.tell(new PlanSession(session, "m", 3, 4, Set.of(other.id), plans.ref()));
          var planned = plans.expectMessageClass(Planned.class);
          assertEquals(r4, planned.ratings().get(0).r4());
          return null;
        });
  }
}
