package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coop.imece.ledger.Supply;
import coop.imece.ledger.Workload;
import coop.imece.ledger.journal.DatabaseKind;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.ledger.journal.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerActorTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void many_callers_get_one_chain_that_replays_to_the_same_state(DatabaseKind kind)
      throws Exception {
    var journal = journal(kind);
    var workload = new Workload(7, 8);
    Supply supply;
    try (var ledger = TestLedger.start(journal, folder, Map.of("snapshot-every", 100))) {
      ledger.recordAll(workload.setup(TestLedger.ORIGIN, System.currentTimeMillis()));
      var waiting = new ArrayList<CompletionStage<Reply>>();
      for (int i = 0; i < 200; i++) {
        var request = workload.request(System.currentTimeMillis());
        waiting.add(
            ledger
                .client
                .record(request.hold())
                .thenCompose(held -> ledger.client.record(request.settle())));
      }
      for (var each : waiting) {
        assertInstanceOf(
            Reply.Recorded.class, each.toCompletableFuture().get(30, TimeUnit.SECONDS));
      }
      supply = supply(ledger);
    }
    assertEquals(TestJournal.read(journal).ledger().state().supply(), supply);
    try (var again = TestLedger.start(journal, folder, Map.of())) {
      assertEquals(supply, supply(again));
    }
  }

  private static Supply supply(TestLedger ledger) throws Exception {
    return ((Reply.SupplyIs) ledger.supply()).supply();
  }

  private JournalSettings journal(DatabaseKind kind) throws Exception {
    return kind == DatabaseKind.H2
        ? JournalSettings.embedded(folder)
        : PostgresServer.shared().database();
  }
}
