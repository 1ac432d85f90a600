package coop.imece.scheduler.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.LayerRange;
import coop.imece.core.SessionId;
import coop.imece.core.WireMessage;
import coop.imece.scheduler.CooperativeStatus;
import coop.imece.scheduler.NoPipelineReason;
import coop.imece.scheduler.NodeCommand.MeasureRoundTrips;
import coop.imece.scheduler.NodeCommand.Peer;
import coop.imece.scheduler.NodeCommand.ReportHardware;
import coop.imece.scheduler.NodeCommand.ServeSlice;
import coop.imece.scheduler.NodeCommand.Superseded;
import coop.imece.scheduler.NodeList;
import coop.imece.scheduler.PlanReply;
import coop.imece.scheduler.PlanReply.NoPipeline;
import coop.imece.scheduler.PlanReply.Planned;
import coop.imece.scheduler.RouteExplanation;
import coop.imece.scheduler.SchedulerProtocol.CachedPrefix;
import coop.imece.scheduler.SchedulerProtocol.Command;
import coop.imece.scheduler.SchedulerProtocol.ExplainRoute;
import coop.imece.scheduler.SchedulerProtocol.GetStatus;
import coop.imece.scheduler.SchedulerProtocol.GridScores;
import coop.imece.scheduler.SchedulerProtocol.ListNodes;
import coop.imece.scheduler.SchedulerProtocol.PlanSession;
import coop.imece.scheduler.SchedulerProtocol.RegisterHardware;
import coop.imece.scheduler.SchedulerProtocol.Review;
import coop.imece.scheduler.SchedulerProtocol.SessionEnded;
import coop.imece.scheduler.SeenSteps;
import coop.imece.scheduler.StageProfile;
import coop.imece.scheduler.registry.actor.VolatileRegistry;
import coop.imece.scheduler.reliability.NodeStanding;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.StageAssignment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the scheduler, its nodes and those who ask it say to each other, as it travels. */
class SchedulerWireTest {
  private static final SessionId SESSION = new SessionId(new UUID(1, 2));

  private static ActorTestKit kit;

  private final ActorRef<Command> scheduler =
      kit.spawn(
          Scheduler.create(
              settings(), () -> 0, 1, VolatileRegistry.create(settings().registry(), () -> 0)));

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

  @Test
  void every_message_survives_the_wire() {
    var node = new ToldNode(kit, 1);
    var layers = new LayerRange(0, 4);
    TestProbe<PlanReply> plans = kit.createTestProbe();
    TestProbe<CooperativeStatus> statuses = kit.createTestProbe();
    TestProbe<RouteExplanation> explanations = kit.createTestProbe();
    TestProbe<NodeList> lists = kit.createTestProbe();
    var plan =
        new PipelinePlan("m", List.of(new StageAssignment(node.id, layers, node.stage.getRef())));
    var messages =
        List.<WireMessage>of(
            node.advertise(Optional.empty()),
            node.advertise(Optional.of(ToldNode.held(layers))),
            new PlanSession(SESSION, "m", 1, 2, Set.of(node.id), plans.getRef()),
            new PlanSession(
                SESSION,
                "m",
                1,
                2,
                Set.of(),
                List.of(new CachedPrefix(node.id, 9)),
                plans.getRef()),
            new RegisterHardware(node.measurement()),
            new Review(node.id, true),
            new GridScores(Map.of("DE", 0.7)),
            new SessionEnded(SESSION, Set.of(node.id), Set.of(), Optional.empty()),
            new SessionEnded(
                SESSION,
                Set.of(),
                Set.of(node.id),
                Optional.of(new SeenSteps(node.id, "m", layers, 0.01, 16, 1))),
            new ExplainRoute("m", 1, 2, Set.of(node.id), explanations.getRef()),
            new GetStatus(statuses.getRef()),
            new ListNodes(lists.getRef()),
            new ServeSlice("m", layers, 3),
            new ReportHardware(true),
            new Superseded(),
            new MeasureRoundTrips(List.of(new Peer(node.id, node.stage.getRef()))),
            new Planned(
                SESSION,
                plan,
                List.of(),
                List.of(
                    new StageProfile(
                        node.id, Optional.of("DE"), Optional.empty(), Optional.of(45)))),
            new NoPipeline(SESSION, NoPipelineReason.KV_CACHE_FULL, "full", List.of(layers)));
    messages.forEach(message -> kit.serializationTestKit().verifySerialization(message, true));
    node.join(scheduler);
    scheduler.tell(new GetStatus(statuses.getRef()));
    kit.serializationTestKit().verifySerialization(statuses.receiveMessage(), true);
    scheduler.tell(new ExplainRoute("m", 1, 2, Set.of(), explanations.getRef()));
    var explained = explanations.receiveMessage();
    assertEquals(1, explained.nodes().size());
    kit.serializationTestKit().verifySerialization(explained, true);
    var away = new ToldNode(kit, 2);
    scheduler.tell(new RegisterHardware(away.measurement()));
    lists.awaitAssert(
        () -> {
          scheduler.tell(new ListNodes(lists.getRef()));
          var listed = lists.receiveMessage();
          assertEquals(2, listed.nodes().size());
          assertEquals(NodeStanding.OFFLINE, listed.find(away.id).orElseThrow().standing(0));
          kit.serializationTestKit().verifySerialization(listed, true);
          return null;
        });
  }
}
