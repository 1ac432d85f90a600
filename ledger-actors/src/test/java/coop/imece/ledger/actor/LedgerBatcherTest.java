package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import coop.imece.identity.KeyFile;
import coop.imece.ledger.actor.LedgerProtocol.Answer;
import coop.imece.ledger.actor.LedgerProtocol.FrameRefused;
import coop.imece.ledger.actor.LedgerProtocol.GreetingRefused;
import coop.imece.ledger.actor.LedgerProtocol.Submit;
import coop.imece.ledger.auth.Frame;
import coop.imece.ledger.auth.FrameRefusal;
import coop.imece.ledger.auth.GatewayHandshake;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.Policy;
import coop.imece.ledger.journal.JournalSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerBatcherTest {
  @TempDir Path folder;

  @Test
  void what_a_full_queue_can_not_take_is_refused_as_busy_and_the_rest_is_done() throws Exception {
    var stuck = new CountDownLatch(1);
    var slow = new AtomicBoolean();
    try (var ledger =
        TestLedger.start(
            JournalSettings.embedded(folder),
            folder,
            Map.of("queue-limit", 10, "client.timeout", "60s", "client.answer-timeout", "60s"),
            failpoint -> {
              if (slow.get()) {
                await(stuck);
              }
            })) {
      var policy = ledger.settings.policy();
      ledger.record(new LedgerCommand.SetPolicy(policy));
      slow.set(true);
      var replies = new ArrayList<CompletionStage<Reply>>();
      for (int i = 0; i < 60; i++) {
        replies.add(ledger.client.record(new LedgerCommand.SetPolicy(weight(policy, i + 1))));
      }
      var refused = replies.get(59).toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertEquals(Reason.BUSY, ((Reply.Refused) refused).refusal().reason());
      slow.set(false);
      stuck.countDown();
      var done = 0;
      for (var reply : replies) {
        done +=
            reply.toCompletableFuture().get(30, TimeUnit.SECONDS) instanceof Reply.Recorded ? 1 : 0;
      }
      assertTrue(done >= 10 && done < 60, "recorded " + done);
    }
  }

  @Test
  void who_did_not_greet_is_not_heard() throws Exception {
    try (var ledger = TestLedger.start(JournalSettings.embedded(folder), folder, Map.of())) {
      var stranger = TestProbe.<Answer>create(ledger.system);
      var frame = new Frame("made-up", 0, Bytes.own(new byte[0]), Bytes.own(new byte[32]));
      ledger.gate.tell(new Submit(frame, stranger.getRef()));
      assertEquals(
          new FrameRefused("made-up", 0, FrameRefusal.SESSION_UNKNOWN), stranger.receiveMessage());
      var keys = KeyFile.loadOrCreate(folder.resolve("stranger.key"));
      var hello = new GatewayHandshake(TestLedger.ORIGIN, keys).hello();
      ledger.gate.tell(new LedgerProtocol.Greet(hello, stranger.getRef()));
      assertEquals(
          new GreetingRefused("the key is not one of imece.ledger.gateways"),
          stranger.receiveMessage());
    }
  }

  private static Policy weight(Policy policy, int weight4) {
    return policy.withPromptWeight4(weight4);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
