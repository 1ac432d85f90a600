package coop.imece.scheduler.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.SessionId;
import coop.imece.scheduler.CooperativeStatus;
import coop.imece.scheduler.NoPipelineReason;
import coop.imece.scheduler.NodeAdvertisement;
import coop.imece.scheduler.NodeCommand.MeasureRoundTrips;
import coop.imece.scheduler.NodeCommand.Peer;
import coop.imece.scheduler.NodeCommand.ReportHardware;
import coop.imece.scheduler.NodeCommand.Superseded;
import coop.imece.scheduler.PlanReply;
import coop.imece.scheduler.PlanReply.NoPipeline;
import coop.imece.scheduler.PlanReply.Planned;
import coop.imece.scheduler.RoundTrip;
import coop.imece.scheduler.SchedulerProtocol.Advertise;
import coop.imece.scheduler.SchedulerProtocol.Command;
import coop.imece.scheduler.SchedulerProtocol.GetStatus;
import coop.imece.scheduler.SchedulerProtocol.PlanSession;
import coop.imece.scheduler.SchedulerProtocol.RegisterHardware;
import coop.imece.scheduler.SchedulerProtocol.Review;
import coop.imece.scheduler.SeenSteps;
import coop.imece.scheduler.ServedModel;
import coop.imece.scheduler.Sightings;
import coop.imece.scheduler.StageProfile;
import coop.imece.scheduler.StageSpeed;
import coop.imece.scheduler.registry.FactCommand;
import coop.imece.scheduler.registry.actor.RegistryProtocol;
import coop.imece.scheduler.registry.actor.VolatileRegistry;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.StageAssignment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final SessionId SESSION = new SessionId(new UUID(1, 2));
  private static final long FIRST_NUMBER = 7;

  private static ActorTestKit kit;

  private final AtomicLong millis = new AtomicLong();
  private final ActorRef<Command> scheduler =
      kit.spawn(
          Scheduler.create(
              settings(),
              millis::get,
              FIRST_NUMBER,
              VolatileRegistry.create(settings().registry(), () -> 0)));

  @BeforeAll
  static void start() {
    var config =
        """
        pekko.actor.serialization-bindings { "coop.imece.core.WireMessage" = jackson-cbor }
        imece.scheduler { min-stages = 2, tick = 20ms }
        """;
    kit = ActorTestKit.create(ConfigFactory.parseString(config).withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static SchedulerSettings settings() {
    return SchedulerSettings.from(kit.system().settings().config());
  }

  private PlanReply plan() {
    TestProbe<PlanReply> probe = kit.createTestProbe();
    scheduler.tell(new PlanSession(SESSION, "m", 5, 5, Set.of(), probe.getRef()));
    return probe.receiveMessage();
  }

  private CooperativeStatus status() {
    TestProbe<CooperativeStatus> probe = kit.createTestProbe();
    scheduler.tell(new GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }

  @Test
  void two_nodes_are_told_a_half_each_and_a_session_is_planned_over_both() {
    var front = new ToldNode(kit, 1);
    var back = new ToldNode(kit, 2);
    assertEquals(new LayerRange(0, 2), front.join(scheduler));
    assertEquals(new LayerRange(2, 4), back.join(scheduler));
    var plan =
        new PipelinePlan(
            "m",
            List.of(
                new StageAssignment(front.id, new LayerRange(0, 2), front.stage.getRef()),
                new StageAssignment(back.id, new LayerRange(2, 4), back.stage.getRef())));
    var speed = Optional.of(new StageSpeed(0.01, 0.001));
    var profiles =
        List.of(
            new StageProfile(front.id, Optional.of("DE"), speed, Optional.empty()),
            new StageProfile(back.id, Optional.of("DE"), speed, Optional.empty()));
    assertEquals(new Planned(SESSION, plan, List.of(), profiles), plan());
  }

  @Test
  void a_node_whose_member_is_taken_out_is_lost_at_once_until_another_joins_there() {
    var front = new ToldNode(kit, 1);
    var layers = front.join(scheduler);
    new ToldNode(kit, 2).join(scheduler);
    var here = front.stage.getRef().path().address();
    scheduler.tell(new Scheduler.MemberDown(here, true));
    assertEquals(0, status().nodes().size());
    scheduler.tell(front.advertise(Optional.of(ToldNode.held(layers))));
    assertEquals(0, status().nodes().size());
    scheduler.tell(new Scheduler.MemberDown(here, false));
    scheduler.tell(front.advertise(Optional.of(ToldNode.held(layers))));
    assertEquals(1, status().nodes().size());
  }

  @Test
  void a_session_without_a_pipeline_is_told_which_layers_are_missing() {
    new ToldNode(kit, 1).join(scheduler);
    assertEquals(
        new NoPipeline(
            SESSION,
            NoPipelineReason.LAYERS_MISSING,
            "no ready node holds the layers [2..3] of m",
            List.of(new LayerRange(2, 4))),
        plan());
  }

  @Test
  void a_node_whose_actor_stops_is_forgotten_at_once() {
    var node = new ToldNode(kit, 1);
    node.join(scheduler);
    node.commands.stop();
    kit.createTestProbe()
        .awaitAssert(
            () -> {
              assertEquals(List.of(), status().nodes());
              return null;
            });
  }

  @Test
  void of_two_processes_with_one_identity_the_later_is_the_node_and_the_other_is_told() {
    var old = new ToldNode(kit, 1);
    var later = new ToldNode(kit, 1);
    var held = Optional.of(ToldNode.held(new LayerRange(0, 4)));
    scheduler.tell(old.advertise(held));
    scheduler.tell(later.advertise(held, Instant.EPOCH.plusMillis(1)));
    scheduler.tell(old.advertise(held));
    assertEquals(new Superseded(), old.commands.receiveMessage());
    var planned = ((Planned) plan()).plan().stages();
    assertEquals(List.of(later.stage.getRef()), planned.stream().map(s -> s.stage()).toList());
    later.commands.expectNoMessage();
  }

  @Test
  void a_node_that_falls_silent_is_forgotten() {
    new ToldNode(kit, 1).join(scheduler);
    assertEquals(1, status().nodes().size());
    millis.addAndGet(7_001);
    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(3),
            () -> {
              assertEquals(List.of(), status().nodes());
              return null;
            });
  }

  @Test
  void a_node_that_stays_away_is_recorded_as_offline_and_as_back_when_it_is() {
    var registry = kit.<RegistryProtocol.Command>createTestProbe();
    var recording =
        kit.spawn(Scheduler.create(settings(), millis::get, FIRST_NUMBER, recorder(registry)));
    var node = new ToldNode(kit, 1);
    recording.tell(node.advertise(Optional.empty()));
    assertEquals(List.of(new FactCommand.Presence(node.id, true)), facts(registry));
    node.commands.stop();
    kit.createTestProbe()
        .awaitAssert(
            () -> {
              TestProbe<CooperativeStatus> probe = kit.createTestProbe();
              recording.tell(new GetStatus(probe.getRef()));
              assertEquals(List.of(), probe.receiveMessage().nodes());
              return null;
            });
    millis.addAndGet(Duration.ofMinutes(5).toMillis());
    assertEquals(List.of(new FactCommand.Presence(node.id, false)), facts(registry));
    recording.tell(new ToldNode(kit, 1).advertise(Optional.empty()));
    assertEquals(List.of(new FactCommand.Presence(node.id, true)), facts(registry));
  }

  /** A registry that shows what it is told, and knows nobody. */
  private static Behavior<RegistryProtocol.Command> recorder(
      TestProbe<RegistryProtocol.Command> probe) {
    return Behaviors.receiveMessage(
        message -> {
          if (message instanceof RegistryProtocol.GetRatings ask) {
            ask.replyTo().tell(new RegistryProtocol.Ratings(List.of()));
          } else if (message instanceof RegistryProtocol.Batch batch) {
            probe.ref().tell(batch);
            batch.replyTo().tell(new RegistryProtocol.Ratings(List.of()));
          }
          return Behaviors.same();
        });
  }

  private static List<FactCommand> facts(TestProbe<RegistryProtocol.Command> registry) {
    return registry.expectMessageClass(RegistryProtocol.Batch.class).commands();
  }

  @Test
  void a_plan_says_what_its_nodes_are_worth_and_a_node_under_review_serves_nothing() {
    var front = new ToldNode(kit, 1);
    var back = new ToldNode(kit, 2);
    front.join(scheduler);
    back.join(scheduler);
    scheduler.tell(new RegisterHardware(front.measurement()));
    var probe = kit.createTestProbe();
    probe.awaitAssert(
        () -> {
          var rating = ((Planned) plan()).ratings().get(0);
          assertEquals(List.of(10_500, 10_000), List.of(rating.m4(), rating.r4()));
          return null;
        });
    scheduler.tell(new Review(front.id, false));
    probe.awaitAssert(
        () -> {
          assertEquals(List.of(new LayerRange(0, 2)), ((NoPipeline) plan()).missing());
          return null;
        });
    scheduler.tell(new Review(front.id, true));
    probe.awaitAssert(
        () -> {
          assertEquals(2, ((Planned) plan()).plan().stages().size());
          return null;
        });
  }

  @Test
  void a_node_whose_hardware_this_scheduler_never_heard_is_asked_for_it() {
    var node = new ToldNode(kit, 1);
    node.join(scheduler);
    var without = node.advertise(Optional.empty()).advertisement();
    var said =
        new NodeAdvertisement(
            node.id,
            without.models(),
            without.memoryBytes(),
            Optional.empty(),
            Optional.of(ToldNode.held(new LayerRange(0, 2))),
            Optional.empty(),
            Optional.of("gpu"),
            Optional.empty(),
            Sightings.NONE,
            Instant.EPOCH);
    var advertise = new Advertise(said, node.commands.getRef(), Optional.of(node.stage.getRef()));
    scheduler.tell(advertise);
    assertEquals(new ReportHardware(false), node.commands.receiveMessage());
    scheduler.tell(new RegisterHardware(node.measurement()));
    scheduler.tell(advertise);
    status();
    node.commands.expectNoMessage(Duration.ZERO);
  }

  /** Two layers of 1.25 GB, which memory of 20 GB/s reads in 0.125 s. */
  private static final ServedModel LARGE =
      new ServedModel("m", Precision.BF16, 4, 1_250_000_000, 10, 10, 1, 64);

  private static Advertise large(ToldNode node, LayerRange layers, Sightings seen) {
    var said =
        new NodeAdvertisement(
            node.id,
            List.of(LARGE),
            1L << 40,
            Optional.empty(),
            Optional.of(ToldNode.held(layers)),
            Optional.empty(),
            Optional.of("gpu"),
            Optional.empty(),
            seen,
            Instant.EPOCH);
    return new Advertise(said, node.commands.getRef(), Optional.of(node.stage.getRef()));
  }

  @Test
  void a_node_that_claims_more_than_its_neighbour_sees_is_worth_less_and_measured_anew() {
    var claims = new ToldNode(kit, 1);
    var sees = new ToldNode(kit, 2);
    var layers = new LayerRange(0, 2);
    scheduler.tell(new RegisterHardware(claims.measurement()));
    scheduler.tell(large(claims, layers, Sightings.NONE));
    var steps = new SeenSteps(claims.id, "m", layers, 0.75, 16, 1);
    scheduler.tell(large(sees, new LayerRange(2, 4), new Sightings(List.of(steps), List.of())));
    claims.commands.fishForMessage(
        Duration.ofSeconds(3),
        message ->
            message.equals(new ReportHardware(true))
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
    kit.createTestProbe()
        .awaitAssert(
            () -> {
              assertEquals(10_500 / 2, ((Planned) plan()).ratings().get(0).m4());
              return null;
            });
  }

  @Test
  void nodes_that_serve_are_told_of_peers_to_measure_and_what_they_measure_is_shown() {
    var front = new ToldNode(kit, 1);
    var back = new ToldNode(kit, 2);
    front.join(scheduler);
    back.join(scheduler);
    var told = back.commands.receiveMessage();
    assertEquals(new MeasureRoundTrips(List.of(new Peer(front.id, front.stage.getRef()))), told);
    var trip = new RoundTrip(front.id, 0.5);
    scheduler.tell(large(back, new LayerRange(2, 4), new Sightings(List.of(), List.of(trip))));
    assertTrue(status().nodes().get(1).accessSeconds().orElseThrow() > 0);
    assertEquals(Optional.empty(), status().nodes().get(0).accessSeconds());
  }

  @Test
  void a_ready_slice_without_a_stage_is_refused() {
    var node = new ToldNode(kit, 1);
    var ready = node.advertise(Optional.of(ToldNode.held(new LayerRange(0, 1))));
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Advertise(ready.advertisement(), ready.node(), Optional.empty()));
    assertEquals(node.id + " advertises a READY slice without a stage", refusal.getMessage());
  }
}
