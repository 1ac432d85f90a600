package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.log.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final LedgerLimits LIMITS = new LedgerLimits(100_000, 100_000);
  private static final long START = 1_767_225_600_000L;

  @Test
  void replay_and_snapshot_rebuild_the_same_ledger() {
    var live = Ledger.empty();
    var entries = new ArrayList<Entry>();
    var workload = new Workload(1, 4);
    for (var command : workload.setup("imece.example/ledger", START)) {
      entries.addAll(append(live.execute(command, LIMITS, START)));
    }
    var snapshot = live.snapshot();
    var tail = entries.size();
    for (var i = 0; i < 1_000; i++) {
      var request = workload.request(START + i * 10L);
      entries.addAll(append(live.execute(request.hold(), LIMITS, START + i * 10L)));
      entries.addAll(append(live.execute(request.settle(), LIMITS, START + i * 10L)));
    }
    var replayed = Ledger.empty();
    entries.forEach(entry -> replayed.replay(Entry.parse(entry.bytes())));
    var resumed = Ledger.restore(snapshot);
    entries.subList(tail, entries.size()).forEach(resumed::replay);
    assertEquals(live.snapshot(), replayed.snapshot());
    assertEquals(live.snapshot(), resumed.snapshot());
    assertEquals(live.snapshot(), Ledger.restore(live.snapshot()).snapshot());
    assertEquals(live.head().root(), resumed.head().root());
    assertTrue(live.state().supply().balances());
    assertEquals(0, live.state().openHolds());
  }

  private static List<Entry> append(Outcome outcome) {
    assertTrue(outcome instanceof Outcome.Appended, outcome::toString);
    return ((Outcome.Appended) outcome).entries();
  }
}
