package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Gft;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.BuyCanary;
import coop.imece.ledger.command.LedgerCommand.Forfeit;
import coop.imece.ledger.command.LedgerCommand.Hold;
import coop.imece.ledger.command.LedgerCommand.Mature;
import coop.imece.ledger.command.LedgerCommand.Progress;
import coop.imece.ledger.command.LedgerCommand.Refund;
import coop.imece.ledger.command.LedgerCommand.SetPolicy;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.Issuance;
import coop.imece.ledger.event.NodeState;
import coop.imece.ledger.event.Policy;
import coop.imece.ledger.event.StageWork;
import coop.imece.log.Entry;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Random commands, sensible and not, against a ledger that is added up by hand. */
class RandomCommandsTest {
  private static final int RUNS = 40;
  private static final int COMMANDS = 250;
  private static final int WALLETS = 4;

  @Test
  void whatever_is_asked_the_books_agree_with_a_naive_replay_of_the_entries() throws IOException {
    for (var run = 0; run < RUNS; run++) {
      var seed = System.nanoTime();
      try {
        compare(played(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void replay_equals_live_equals_snapshot_and_tail() {
    for (var run = 0; run < RUNS; run++) {
      var seed = System.nanoTime();
      var live = played(seed);
      var cut = new Random(seed).nextInt(live.entries.size() + 1);
      var replayed = Ledger.empty();
      live.entries.subList(0, cut).forEach(e -> replayed.replay(Entry.parse(e.bytes())));
      var resumed = Ledger.restore(replayed.snapshot());
      live.entries.subList(cut, live.entries.size()).forEach(resumed::replay);
      live.entries.subList(cut, live.entries.size()).forEach(replayed::replay);
      assertEquals(live.ledger.snapshot(), replayed.snapshot(), "seed " + seed);
      assertEquals(live.ledger.snapshot(), resumed.snapshot(), "seed " + seed);
      assertEquals(live.ledger.head().root(), resumed.head().root(), "seed " + seed);
    }
  }

  /** A cooperative after many random commands; every other one of them asked twice. */
  private static Cooperative played(long seed) {
    var random = new Random(seed);
    var c = Cooperative.funded(policy(random), WALLETS);
    var seen = new ArrayList<Hold>();
    for (var i = 0; i < COMMANDS; i++) {
      c.now +=
          random.nextInt(50) == 0 ? random.nextInt(40) * Cooperative.DAY : random.nextInt(9_000);
      var command = command(c, seen, random);
      var first = c.execute(command);
      if (!(command instanceof LedgerCommand.Sweep)
          && random.nextBoolean()
          && first instanceof Outcome.Appended done
          && !done.answers().isEmpty()) {
        var answer = done.answers().get(done.answers().size() - 1);
        var entries = c.entries.size();
        var again = c.execute(command);
        assertEquals(entries, c.entries.size(), () -> "done twice: " + command);
        assertTrue(
            again instanceof Outcome.Repeated repeated && repeated.answer().equals(answer)
                || again instanceof Outcome.Refused refused
                    && refused.refusal().reason() == Reason.ID_TOO_OLD,
            () -> command + " gave " + answer + ", then " + again);
      }
    }
    return c;
  }

  private static void compare(Cooperative c) throws IOException {
    var naive = NaiveLedger.of(c.entries);
    var sum = BigInteger.ZERO;
    for (var i = 0; i < WALLETS; i++) {
      var purse = naive.purses.get(Cooperative.wallet(i).value());
      var balance = c.balance(i);
      assertEquals(NaiveLedger.Purse.sum(purse.available), balance.available().micros());
      assertEquals(NaiveLedger.Purse.sum(purse.held), balance.held().micros());
      assertEquals(NaiveLedger.Purse.sum(purse.pending), balance.pending().micros());
      for (var lot : balance.lots()) {
        Function<java.util.Map<Integer, BigInteger>, BigInteger> at =
            lots -> lots.getOrDefault(lot.day(), BigInteger.ZERO);
        assertEquals(at.apply(purse.available), lot.available().micros());
        assertEquals(at.apply(purse.held), lot.held().micros());
        assertEquals(at.apply(purse.pending), lot.pending().micros());
      }
      sum = sum.add(balance.available().plus(balance.held()).plus(balance.pending()).micros());
    }
    var supply = c.ledger.state().supply();
    assertEquals(naive.flow("issued"), supply.issued().micros());
    assertEquals(naive.flow("redeemed"), supply.redeemed().micros());
    assertEquals(naive.flow("refunded"), supply.refunded().micros());
    assertEquals(naive.flow("expired"), supply.expired().micros());
    assertEquals(naive.flow("forfeited"), supply.forfeited().micros());
    assertEquals(
        naive
            .flow("issued")
            .subtract(naive.flow("redeemed"))
            .add(naive.flow("refunded"))
            .subtract(naive.flow("expired"))
            .subtract(naive.flow("forfeited")),
        sum);
  }

  private static Policy policy(Random random) {
    return Policy.standard()
        .withIssuance(random.nextBoolean() ? Issuance.FORMULA : Issuance.POT_BOUNDED)
        .withPromptWeight4(random.nextBoolean() ? 0 : random.nextInt(10_001))
        .withTokenless(random.nextInt(8) == 0);
  }

  private static LedgerCommand command(Cooperative c, List<Hold> seen, Random random) {
    var what = random.nextInt(20);
    if (what < 6 || seen.isEmpty()) {
      var max = random.nextInt(10) == 0 ? 10_000 : 1 + random.nextInt(60);
      var hold =
          new Hold(
              c.id(),
              Cooperative.wallet(random.nextInt(WALLETS)),
              Cooperative.MODEL,
              1 + random.nextInt(40),
              max,
              random.nextInt(4) == 0,
              c.now + 1 + random.nextInt(900_000));
      seen.add(hold);
      return hold;
    }
    var of = seen.get(Math.max(0, seen.size() - 1 - random.nextInt(4)));
    return switch (what) {
      case 6, 7, 8, 9 -> settle(c, of, random);
      case 10 -> new LedgerCommand.Void(of.id(), "cancelled");
      case 11 -> new Progress(of.id(), random.nextInt(of.maxTokens() + 2), List.of());
      case 12, 13 -> new Mature(of.id(), random.nextInt(2));
      case 14 -> new Forfeit(of.id(), random.nextInt(2), "incorrect");
      case 15 -> new Refund(of.id(), "incorrect");
      case 16 -> canary(c, random);
      case 17 -> node(random);
      case 18 -> new SetPolicy(policy(random).withCanaryBudget(Gft.parse("1" + "0".repeat(15))));
      default -> new LedgerCommand.Sweep(1 + random.nextInt(20));
    };
  }

  private static LedgerCommand settle(Cooperative c, Hold of, Random random) {
    var tokens = Math.min(of.maxTokens(), 60);
    var output = 1 + random.nextInt(tokens);
    var fallback = of.fallback() ? random.nextInt(output + 1) : 0;
    var stages = new ArrayList<StageWork>();
    var pipeline = output - fallback;
    if (pipeline > 0) {
      var cut = 1 + random.nextInt(3);
      var change = random.nextInt(pipeline);
      stages.add(stage(c, random, 0, cut, 0, pipeline));
      if (change > 0) {
        stages.add(stage(c, random, cut, 4, 0, change));
      }
      stages.add(stage(c, random, cut, 4, change, pipeline));
    }
    return new Settle(of.id(), output, fallback, "stop", stages);
  }

  private static LedgerCommand canary(Cooperative c, Random random) {
    var output = 1 + random.nextInt(50);
    return new BuyCanary(
        c.id(), Cooperative.MODEL, 5, output, List.of(stage(c, random, 0, 4, 0, output)));
  }

  private static LedgerCommand node(Random random) {
    return Cooperative.node(
        random.nextInt(WALLETS),
        random.nextInt(80_001),
        5_000 + random.nextInt(5_001),
        NodeState.values()[random.nextInt(4)]);
  }

  private static StageWork stage(
      Cooperative c, Random random, int startLayer, int endLayer, int start, int end) {
    var node = random.nextInt(WALLETS);
    var stage = c.stage(random.nextInt(3) == 0, node, startLayer, endLayer, start, end);
    return random.nextInt(8) > 0
        ? stage
        : new StageWork(
            stage.checked(),
            stage.co2Micrograms(),
            stage.endOutput(),
            stage.energyMillijoules(),
            stage.layers(),
            stage.node(),
            Optional.empty(),
            stage.startOutput());
  }
}
