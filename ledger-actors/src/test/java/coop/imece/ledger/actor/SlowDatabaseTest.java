package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.ledger.Workload;
import coop.imece.ledger.command.Refusal;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.ledger.journal.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose every answer takes its time. */
class SlowDatabaseTest {
  private static final int CALLERS = 200;
  private static final int QUEUE = 40;
  private static final int BATCH = 20;
  private static final long DELAY_MILLIS = 600;

  @TempDir Path folder;

  @Test
  void what_does_not_fit_the_queue_is_refused_at_once_and_what_does_is_done_late()
      throws Exception {
    var postgres = PostgresServer.shared();
    var direct = postgres.database();
    try (var proxy = DelayingProxy.before(postgres.port());
        var ledger =
            TestLedger.start(
                through(proxy, direct),
                folder,
                Map.of("client.timeout", "60s", "queue-limit", QUEUE, "batch-limit", BATCH))) {
      var workload = new Workload(3, 8);
      ledger.recordAll(workload.setup(TestLedger.ORIGIN, System.currentTimeMillis()));
      proxy.delay(DELAY_MILLIS);
      var slow = new TestLoad(ledger.client, workload).start(CALLERS);
      slow.awaitOthers(CALLERS - QUEUE - 2 * BATCH);
      slow.stop();
      assertTrue(slow.recorded.size() >= QUEUE, slow.recorded.size() + " recorded");
      for (var reply : slow.others) {
        assertEquals(Refusal.Reason.BUSY, ((Reply.Refused) reply).refusal().reason());
      }
      proxy.delay(0);
      var quick = new TestLoad(ledger.client, workload).start(BATCH);
      quick.awaitRecorded(200);
      quick.stop();
      assertEquals(0, quick.others.size(), quick.others::toString);
      var journal = TestJournal.read(direct);
      journal.requireAll(slow.recorded);
      journal.requireAll(quick.recorded);
    }
  }

  private static JournalSettings through(DelayingProxy proxy, JournalSettings direct) {
    var address = URI.create(direct.url().substring("jdbc:".length()));
    return new JournalSettings(
        direct.url().replace(":" + address.getPort() + "/", ":" + proxy.port() + "/"),
        direct.user(),
        direct.password(),
        direct.connections());
  }
}
