package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.ledger.Workload;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.ledger.journal.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFailureTest {
  private static final Duration PROMISED = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void the_ledger_serves_again_by_itself_when_postgresql_comes_back() throws Exception {
    crashAndRestart(1);
  }

  @Tag("slow")
  @Test
  void no_acknowledged_entry_is_lost_however_often_postgresql_is_killed() throws Exception {
    crashAndRestart(50);
  }

  @Test
  void a_session_that_postgresql_ends_in_mid_load_loses_nothing() throws Exception {
    var journal = PostgresServer.shared().database();
    try (var ledger = TestLedger.start(journal, folder, Map.of("client.timeout", "60s"))) {
      var load = load(ledger);
      for (int i = 0; i < 3; i++) {
        load.awaitRecorded(100);
        PostgresServer.shared().terminateSessions(journal);
      }
      load.awaitRecorded(100);
      load.stop();
      assertEquals(List.of(), List.copyOf(load.others));
      TestJournal.read(journal).requireAll(load.recorded);
    }
  }

  private void crashAndRestart(int times) throws Exception {
    var data = folder.resolve("postgres");
    var postgres = PostgresServer.start(data, 0);
    JournalSettings journal = postgres.database();
    try (var ledger =
        TestLedger.start(journal, folder.resolve("ledger"), Map.of("client.timeout", "60s"))) {
      var load = load(ledger);
      for (int i = 0; i < times; i++) {
        load.awaitRecorded(100);
        postgres.kill();
        postgres = PostgresServer.start(data, postgres.port());
        var back = System.nanoTime();
        load.drainRecorded();
        load.awaitRecorded(1);
        var took = Duration.ofNanos(System.nanoTime() - back);
        assertTrue(took.compareTo(PROMISED) < 0, () -> "back after " + took);
        System.out.printf("service back %d ms after PostgreSQL%n", took.toMillis());
      }
      load.awaitRecorded(50);
      load.stop();
      assertEquals(List.of(), List.copyOf(load.others));
      TestJournal.read(journal).requireAll(load.recorded);
    } finally {
      postgres.close();
    }
  }

  private static TestLoad load(TestLedger ledger) throws Exception {
    var workload = new Workload(3, 8);
    ledger.recordAll(workload.setup(TestLedger.ORIGIN, System.currentTimeMillis()));
    return new TestLoad(ledger.client, workload).start(32);
  }
}
