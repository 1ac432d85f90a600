package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.ledger.Workload;
import coop.imece.ledger.journal.PostgresServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoLedgersTest {
  @TempDir Path folder;

  @Test
  void of_two_ledgers_on_one_journal_the_later_one_goes_on_and_the_chain_is_one() throws Exception {
    var journal = PostgresServer.shared().database();
    var overrides = Map.of("client.timeout", "4s", "claim-check-every", "1s");
    try (var first = TestLedger.start(journal, folder, overrides)) {
      var workload = new Workload(5, 8);
      first.recordAll(workload.setup(TestLedger.ORIGIN, System.currentTimeMillis()));
      var before = new TestLoad(first.client, workload).start(16);
      before.awaitRecorded(200);
      try (var second = TestLedger.start(journal, folder, overrides)) {
        var other = new Workload(5, 8);
        other.setup(TestLedger.ORIGIN, System.currentTimeMillis());
        var after = new TestLoad(second.client, other).start(16);
        after.awaitRecorded(200);
        before.stop();
        after.awaitRecorded(200);
        after.stop();
        var last = before.others.stream().reduce((a, b) -> b).orElseThrow();
        assertTrue(
            last instanceof Reply.Unavailable stopped
                && stopped
                    .reason()
                    .startsWith(
                        "the ledger refuses to serve: the journal was taken over by process "),
            last::toString);
        var acknowledged = new HashMap<>(before.recorded);
        acknowledged.putAll(after.recorded);
        TestJournal.read(journal).requireAll(acknowledged);
      }
    }
  }
}
