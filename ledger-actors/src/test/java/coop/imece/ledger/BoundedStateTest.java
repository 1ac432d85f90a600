package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.event.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedStateTest {
  private static final int REQUESTS_A_DAY = 100;

  /** All that differs is the frontier: a hash for every set bit of the size. */
  private static final int FRONTIER_BYTES = 62 * 32;

  private final Cooperative c = Cooperative.funded(Policy.standard(), 1);

  @Test
  void what_a_ledger_keeps_is_bounded_by_a_week_of_requests_and_not_by_its_entries() {
    days(14);
    var entries = c.entries.size();
    var closed = c.ledger.state().closedRequests();
    var kept = c.ledger.snapshot().size();
    days(28);
    assertTrue(c.entries.size() > 2 * entries);
    assertEquals(closed, c.ledger.state().closedRequests());
    assertEquals(kept, c.ledger.snapshot().size(), FRONTIER_BYTES);
    assertEquals(0, c.ledger.state().openHolds());
  }

  /** Of a wallet on its own node, so that no lot is earned. */
  private void days(int count) {
    for (var i = 0; i < count * REQUESTS_A_DAY; i++) {
      c.now += Cooperative.DAY / REQUESTS_A_DAY;
      var hold = c.hold(0, 10, 2);
      c.accept(hold);
      c.accept(new Settle(hold.id(), 2, 0, "stop", List.of(c.stage(0, 0, 4, 0, 2))));
    }
  }
}
