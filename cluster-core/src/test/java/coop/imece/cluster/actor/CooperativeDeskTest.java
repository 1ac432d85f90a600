package coop.imece.cluster.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.typesafe.config.ConfigFactory;
import coop.imece.cluster.actor.CooperativeProtocol.AskCooperative;
import coop.imece.cluster.actor.CooperativeProtocol.CooperativeIs;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told to go over to another cooperative, and who is not. */
class CooperativeDeskTest {
  @ParameterizedTest
  @ValueSource(strings = {"ledger", "gateway"})
  void only_one_that_an_own_ledger_does_not_know_is_to_go_over(String role) {
    var kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    """
                    pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                    pekko.actor.provider = cluster
                    pekko.remote.artery.transport = tcp
                    pekko.cluster.roles = [%s]
                    """
                        .formatted(role))
                .withFallback(ConfigFactory.load()));
    try {
      var desk = kit.spawn(CooperativeDesk.create());
      var answers = kit.<CooperativeIs>createTestProbe();
      var cluster = Cluster.get(kit.system());
      var self = cluster.selfMember().uniqueAddress();
      desk.tell(new AskCooperative("pekko://imece@127.0.0.1:1", 7, answers.ref()));
      assertFalse(answers.receiveMessage().replacesAskers(), "it is no member itself");

      var up = kit.<SelfUp>createTestProbe();
      cluster.subscriptions().tell(Subscribe.create(up.ref(), SelfUp.class));
      cluster.manager().tell(Join.create(self.address()));
      up.receiveMessage();
      var hasLedger = role.equals("ledger");
      answers.awaitAssert(
          () -> {
            desk.tell(new AskCooperative(self.address().toString(), self.longUid(), answers.ref()));
            assertEquals(new CooperativeIs(hasLedger, true), answers.receiveMessage());
            return null;
          });
      desk.tell(new AskCooperative(self.address().toString(), self.longUid() + 1, answers.ref()));
      assertEquals(new CooperativeIs(hasLedger, false), answers.receiveMessage());
      desk.tell(new AskCooperative("pekko://imece@127.0.0.1:1", self.longUid(), answers.ref()));
      var stranger = answers.receiveMessage();
      assertEquals(hasLedger, stranger.replacesAskers());
      kit.serializationTestKit().verifySerialization(stranger, true);
      kit.serializationTestKit()
          .verifySerialization(new AskCooperative("a", Long.MIN_VALUE, answers.ref()), true);
    } finally {
      kit.shutdownTestKit();
    }
  }
}
