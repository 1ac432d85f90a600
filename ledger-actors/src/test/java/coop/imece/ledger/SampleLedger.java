package coop.imece.ledger;

import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.Forfeit;
import coop.imece.ledger.command.LedgerCommand.GiveMandate;
import coop.imece.ledger.command.LedgerCommand.Mature;
import coop.imece.ledger.command.LedgerCommand.OpenEpoch;
import coop.imece.ledger.command.LedgerCommand.Progress;
import coop.imece.ledger.command.LedgerCommand.Refund;
import coop.imece.ledger.command.LedgerCommand.Revoke;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.event.NodeState;
import coop.imece.ledger.event.Policy;
import coop.imece.log.Hash;
import java.util.List;
import java.util.Optional;

/** A ledger of 200 entries in which every kind of entry stands. */
final class SampleLedger {
  private SampleLedger() {}

  static Cooperative ofSize(int size) {
    var c = Cooperative.funded(Policy.standard(), 3);
    var key = Hash.sha256("epoch key".getBytes());
    var mandate = Hash.sha256("api key".getBytes());
    c.accept(new OpenEpoch(0, Hash.sha256(key.toBytes()), Optional.empty()));
    c.accept(
        new GiveMandate(
            c.now, mandate, "1000000", "api-key", "chat", "0".repeat(128), Cooperative.wallet(0)));
    c.accept(new Revoke(mandate, "lost"));
    c.accept(new OpenEpoch(1, mandate, Optional.of(key)));
    c.now += 276 * Cooperative.DAY;
    c.sweep();
    c.now += 91 * Cooperative.DAY;
    c.sweep();
    for (var i = 0; i < 3; i++) {
      c.fund(i, 10_000);
    }
    for (var round = 0; c.entries.size() < size; round++) {
      request(c, round);
    }
    while (c.entries.size() > size) {
      throw new IllegalStateException("a round is one entry long at its end");
    }
    return c;
  }

  private static void request(Cooperative c, int round) {
    c.now += 1_000 + c.random.nextInt(5_000);
    var user = round % 3;
    var hold = c.hold(user, 1 + c.random.nextInt(50), 40);
    var left = remaining(c);
    c.accept(hold);
    if (left < 8) {
      fill(c, left - 1);
      return;
    }
    if (round % 7 == 3) {
      c.accept(new LedgerCommand.Void(hold.id(), "no route"));
      return;
    }
    var tokens = 10 + c.random.nextInt(30);
    var first = c.stage(true, (round + 1) % 3, 0, 2, 0, tokens);
    var second = c.stage((round + 2) % 3, 2, 4, 0, tokens);
    if (round % 5 == 0) {
      c.accept(new Progress(hold.id(), 5, List.of(c.stage(0, 0, 2, 0, 5))));
    }
    c.accept(new Settle(hold.id(), tokens, 0, "stop", List.of(first, second)));
    c.accept(round % 4 == 1 ? new Forfeit(hold.id(), 0, "incorrect") : new Mature(hold.id(), 0));
    if (round % 4 == 1) {
      c.accept(new Refund(hold.id(), "incorrect"));
    }
  }

  private static void fill(Cooperative c, int entries) {
    for (var i = 0; i < entries; i++) {
      var m4 = 10_000 + 100 * (c.entries.size() % 50);
      c.accept(Cooperative.node(0, m4, 9_000 + i, NodeState.ACTIVE));
    }
  }

  private static int remaining(Cooperative c) {
    return 200 - c.entries.size();
  }
}
