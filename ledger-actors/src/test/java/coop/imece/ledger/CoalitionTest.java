package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.event.Issuance;
import coop.imece.ledger.event.NodeState;
import coop.imece.ledger.event.Policy;
import coop.imece.ledger.event.StageWork;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Strangers who prompt their own machines. */
class CoalitionTest {
  private static final int WALLETS = 6;

  @Test
  void under_pot_bounded_issuance_no_coalition_earns_more_than_it_pays() {
    for (var run = 0; run < 30; run++) {
      var seed = System.nanoTime();
      var random = new Random(seed);
      var policy =
          Policy.standard()
              .withIssuance(Issuance.POT_BOUNDED)
              .withPromptWeight4(random.nextInt(10_001));
      var c = Cooperative.funded(policy, WALLETS);
      var before = wealth(c);
      for (var i = 0; i < 40; i++) {
        farm(c, random);
      }
      assertTrue(wealth(c).compareTo(before) <= 0, "seed " + seed);
    }
  }

  @Test
  void under_the_formula_a_coalition_can_so_open_cooperatives_bound_the_pot() {
    var c = Cooperative.funded(Policy.standard(), WALLETS);
    c.accept(Cooperative.node(1, 80_000, 10_000, NodeState.ACTIVE));
    var before = wealth(c);
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    var stages = java.util.List.of(c.stage(1, 0, 4, 0, 20));
    c.accept(new Settle(hold.id(), 20, 0, "stop", stages));
    assertTrue(wealth(c).compareTo(before) > 0);
  }

  /** One of the coalition asks, all of it serves, in any split and at any multiplier. */
  private static void farm(Cooperative c, Random random) {
    c.accept(
        Cooperative.node(
            random.nextInt(WALLETS),
            random.nextInt(80_001),
            5_000 + random.nextInt(5_001),
            NodeState.ACTIVE));
    var tokens = 1 + random.nextInt(50);
    var hold = c.hold(random.nextInt(WALLETS), 1 + random.nextInt(50), tokens);
    c.accept(hold);
    var stages = new ArrayList<StageWork>();
    for (var layer = 0; layer < 4; ) {
      var end = layer + 1 + random.nextInt(4 - layer);
      stages.add(c.stage(random.nextInt(WALLETS), layer, end, 0, tokens));
      layer = end;
    }
    c.accept(new Settle(hold.id(), tokens, 0, "stop", stages));
  }

  private static BigInteger wealth(Cooperative c) {
    var supply = c.ledger.state().supply();
    return supply.available().plus(supply.held()).plus(supply.pending()).micros();
  }
}
