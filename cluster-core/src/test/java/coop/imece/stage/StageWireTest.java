package coop.imece.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.Bytes;
import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.core.WireMessage;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Everything that stages and owners say to each other comes out of CBOR as it went in. */
class StageWireTest {
  private static final ActorTestKit TEST_KIT =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  """
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  pekko.actor.provider = cluster
                  pekko.remote.artery.transport = tcp
                  """)
              .withFallback(ConfigFactory.load()));
  private static final SessionId SESSION = SessionId.of(1_700_000_000_000L, new Random(1));

  @AfterAll
  static void stop() {
    TEST_KIT.shutdownTestKit();
  }

  @Test
  void every_message_survives_the_wire() {
    var stage = TEST_KIT.<StageProtocol.Command>createTestProbe().ref();
    var owner = TEST_KIT.<SessionEvent>createTestProbe().ref();
    var node = NodeId.of(new byte[] {1});
    var link = new LinkAddress("host", 65_535, Bytes.own(new byte[16]));
    var plan =
        new PipelinePlan(
            "tiny",
            List.of(
                new StageAssignment(node, new LayerRange(0, 3), stage),
                new StageAssignment(node, new LayerRange(3, 4), stage)));
    var sampling = new SamplingParameters(0.7, 0.9, 40, Long.MIN_VALUE, 1.1, -0.5, 0.25);
    var terms =
        new SessionTerms(
            TokenIds.of(1, 2, 70_000),
            2,
            3,
            9,
            sampling,
            Set.of(2, 257),
            new PrefixBlocks(List.of("0a", "1b")));
    Stream.<WireMessage>of(
            new StageProtocol.OpenSession(SESSION, 1, plan, 0, terms, 32, owner, Optional.empty()),
            new StageProtocol.OpenSession(
                SESSION, 1, plan, 1, terms.withoutTokens(), 0, owner, Optional.of(link)),
            new StageProtocol.LinkAt(stage, link),
            new StageProtocol.Begin(SESSION, 2),
            new StageProtocol.Accepted(SESSION, 2, 7, 5),
            new StageProtocol.Resend(SESSION, 2, 3),
            new StageProtocol.Probe(SESSION, 2, owner),
            new StageProtocol.EndSession(SESSION, PrefixBlocks.NONE),
            new SessionEvent.SessionOpened(SESSION, 1, 0, 12),
            new SessionEvent.SessionRefused(SESSION, 1, 0, Refusal.KV_CACHE_FULL, "full"),
            new SessionEvent.TokenSampled(SESSION, 1, 9, 42, Optional.of(FinishReason.STOP)),
            new SessionEvent.TokenSampled(SESSION, 1, 9, 42, Optional.empty()),
            new SessionEvent.StillRunning(SESSION, 1, 2, 30),
            new SessionEvent.SessionFailed(SESSION, 1, 2, StageFailure.SUCCESSOR_LATE, "late"))
        .forEach(
            message ->
                assertEquals(
                    message, TEST_KIT.serializationTestKit().verifySerialization(message, true)));
  }
}
