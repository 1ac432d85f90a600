package coop.imece.gateway.generation.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.ClusterSettings;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.config.ConfigLayers;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsFolder;
import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.gateway.carbon.CarbonSettings;
import coop.imece.gateway.carbon.Intensities;
import coop.imece.gateway.carbon.actor.CarbonAccount;
import coop.imece.gateway.carbon.actor.CarbonDesk;
import coop.imece.gateway.generation.GenerationCommand.Start;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationEvent.Finished;
import coop.imece.gateway.generation.GenerationEvent.Token;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.link.LinkSettings;
import coop.imece.link.Links;
import coop.imece.scheduler.PlanReply.Planned;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.PlanSession;
import coop.imece.stage.FinishReason;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.SampledTokens;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol;
import coop.imece.stage.StageProtocol.EndSession;
import coop.imece.stage.StageProtocol.OpenSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with TLS gives the stages its link, and its sessions take what comes by it. */
class TokensByLinkTest {
  private static final int PROMPT = 3;

  @TempDir Path folder;
  private TlsFolder node;
  private ActorTestKit kit;

  @BeforeEach
  void start() {
    var authority = CertificateAuthority.create(folder.resolve("ca"), Instant.now());
    authority.issue("node", Role.NODE, folder.resolve("node"), Instant.now());
    authority.issue("gateway", Role.GATEWAY, folder.resolve("gateway"), Instant.now());
    node = new TlsFolder(folder.resolve("node"));
    var values =
        Map.of(
            "imece.cluster.tls",
            folder.resolve("gateway").toString(),
            "imece.cluster.host",
            "127.0.0.1",
            "imece.cluster.port",
            "0");
    var config = new ConfigLayers(values, Map.of(), Optional.empty(), List.of()).load();
    kit =
        ActorTestKit.create(
            ClusterSystem.start(
                Behaviors.<Void>empty(),
                ClusterSettings.from(config, Set.of(ClusterRole.GATEWAY)),
                config));
  }

  @AfterEach
  void stop() {
    kit.system().terminate();
    kit.system().getWhenTerminated().toCompletableFuture().join();
  }

  @Test
  void tokens_of_several_sessions_in_one_message_reach_their_clients() throws IOException {
    TestProbe<SchedulerProtocol.Command> scheduler = kit.createTestProbe();
    TestProbe<StageProtocol.Command> stage = kit.createTestProbe();
    TestProbe<CarbonAccount.Command> account = kit.createTestProbe();
    var config = kit.system().settings().config();
    var desk =
        new CarbonDesk(
            CarbonSettings.from(config).power(),
            () -> new Intensities(Map.of(), 480),
            account.ref());
    var generations =
        kit.spawn(
            Generations.create(
                Map.of("m", Set.of()),
                scheduler.ref(),
                GenerationSettings.of(config.getConfig("imece.generation")),
                desk));
    List<TestProbe<GenerationEvent>> clients =
        List.of(kit.createTestProbe(), kit.createTestProbe());
    for (var client : clients) {
      generations.tell(new Start(request(), client.ref()));
    }
    var place = new StageAssignment(NodeId.of(new byte[] {1}), new LayerRange(0, 4), stage.ref());
    for (var client : clients) {
      var ask = scheduler.expectMessageClass(PlanSession.class);
      var plan = new PipelinePlan("m", List.of(place));
      ask.replyTo().tell(new Planned(ask.session(), plan));
    }
    var one = next(stage, OpenSession.class);
    var two = next(stage, OpenSession.class);
    for (var open : List.of(one, two)) {
      open.owner().tell(new SessionOpened(open.session(), open.attempt(), 0, 0));
    }
    try (var links =
        new Links("127.0.0.1", node, LinkSettings.of(config.getConfig("imece.link")))) {
      send(links, one.tokensTo().orElseThrow(), sampled(one, 0, false), sampled(two, 0, false));
      send(links, two.tokensTo().orElseThrow(), sampled(two, 1, true), sampled(one, 1, true));
      for (var client : clients) {
        assertEquals(new Token(7), client.receiveMessage());
        assertEquals(new Token(8), client.receiveMessage());
        client.expectMessageClass(Finished.class);
        next(stage, EndSession.class);
      }
      send(links, one.tokensTo().orElseThrow(), sampled(one, 2, false));
      clients.forEach(TestProbe::expectNoMessage);
    }
  }

  /** Passes over probes, which come where the machine is slow. */
  private static <T> T next(TestProbe<StageProtocol.Command> stage, Class<T> type) {
    var message = stage.receiveMessage();
    while (!type.isInstance(message)) {
      message = stage.receiveMessage();
    }
    return type.cast(message);
  }

  private void send(Links links, LinkAddress to, TokenSampled... tokens) {
    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(20),
            () -> {
              assertTrue(links.send(to, new SampledTokens(List.of(tokens))));
              return tokens;
            });
  }

  private static TokenSampled sampled(OpenSession open, int index, boolean last) {
    return new TokenSampled(
        open.session(),
        open.attempt(),
        PROMPT + index,
        7 + index,
        last ? Optional.of(FinishReason.LENGTH) : Optional.empty());
  }

  private static GenerationRequest request() {
    var session = SessionId.of(System.currentTimeMillis(), new Random());
    var sampling = new SamplingParameters(0, 1, 0, 0, 1, 0, 0);
    return new GenerationRequest(session, "m", TokenIds.of(1, 2, 3), sampling, 4);
  }
}
