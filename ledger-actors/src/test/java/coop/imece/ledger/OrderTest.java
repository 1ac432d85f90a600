package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.Mature;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.event.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Commands come late, twice and in another order than they were sent. */
class OrderTest {
  private static final int WALLETS = 4;
  private static final int REQUESTS = 60;

  @Test
  void duplicating_and_reordering_independent_commands_changes_no_total() {
    var seed = System.nanoTime();
    var requests = requests();
    var expected = totals(deliver(requests, new Random(0), false));
    for (var run = 0; run < 20; run++) {
      var delivered = deliver(requests, new Random(seed + run), true);
      assertEquals(expected, totals(delivered), "seed " + (seed + run));
    }
  }

  /** Each request's commands in their order; those of different requests are independent. */
  private static List<List<LedgerCommand>> requests() {
    var c = Cooperative.funded(Policy.standard(), WALLETS);
    var requests = new ArrayList<List<LedgerCommand>>();
    for (var i = 0; i < REQUESTS; i++) {
      var hold = c.hold(i % WALLETS, 1 + i % 9, 20);
      var stages =
          List.of(c.stage(true, (i + 1) % WALLETS, 0, 2, 0, 10), c.stage(i % 3, 2, 4, 0, 10));
      requests.add(
          List.of(hold, new Settle(hold.id(), 10, 0, "stop", stages), new Mature(hold.id(), 0)));
    }
    return requests;
  }

  private static Cooperative deliver(
      List<List<LedgerCommand>> requests, Random random, boolean disturbed) {
    var c = Cooperative.funded(Policy.standard(), WALLETS);
    var next = new int[requests.size()];
    var left = REQUESTS * 3;
    while (left > 0) {
      var i = random.nextInt(requests.size());
      if (next[i] == 3) {
        continue;
      }
      var command = requests.get(i).get(next[i]++);
      left--;
      c.execute(command);
      for (var again = disturbed ? random.nextInt(3) : 0; again > 0; again--) {
        c.execute(requests.get(i).get(random.nextInt(next[i])));
      }
    }
    return c;
  }

  private static String totals(Cooperative c) {
    var totals = new StringBuilder(c.ledger.state().supply().toString());
    for (var i = 0; i < WALLETS; i++) {
      totals.append(c.balance(i));
    }
    return totals.toString();
  }
}
