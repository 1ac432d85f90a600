package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.BuyCanary;
import coop.imece.ledger.command.LedgerCommand.Forfeit;
import coop.imece.ledger.command.LedgerCommand.Hold;
import coop.imece.ledger.command.LedgerCommand.Mature;
import coop.imece.ledger.command.LedgerCommand.Progress;
import coop.imece.ledger.command.LedgerCommand.Refund;
import coop.imece.ledger.command.LedgerCommand.SetPolicy;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.command.Refusal;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.NodeState;
import coop.imece.ledger.event.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestRulesTest {
  private final Cooperative c = Cooperative.funded(Policy.standard(), 3);

  @Test
  void the_same_settle_twice_is_paid_once() {
    var hold = c.hold(0, 10, 20);
    var held = c.accept(hold);
    assertEquals(held, c.repeat(hold));
    var settle = settle(hold, 12);
    var settled = c.accept(settle);
    var supply = c.ledger.state().supply();
    assertEquals(settled, c.repeat(settle));
    assertEquals(settled, c.repeat(new LedgerCommand.Void(hold.id(), "late")));
    assertEquals(held, c.repeat(hold));
    assertEquals(supply, c.ledger.state().supply());
    assertEquals(Gft.ZERO, c.balance(0).held());
  }

  @Test
  void a_hold_that_the_balance_does_not_cover_is_refused() {
    var price = c.accept(c.hold(0, 10, 10_000)).amount();
    var left = c.balance(0).available();
    var refusal = c.refuse(c.hold(0, 10, 12_000));
    assertEquals(Reason.BALANCE_TOO_LOW, refusal.reason());
    assertTrue(refusal.message().endsWith(left + " are available"), refusal::message);
    assertEquals(price, c.balance(0).held());
  }

  @Test
  void of_many_requests_on_a_balance_for_one_exactly_one_is_admitted() {
    var poor = Cooperative.of(Policy.standard().withCanaryBudget(Gft.parse("9".repeat(20))), 2);
    poor.fund(0, 100);
    var admitted = 0;
    for (var i = 0; i < 1_000; i++) {
      admitted += poor.execute(poor.hold(0, 10, 150)) instanceof Outcome.Appended ? 1 : 0;
    }
    assertEquals(1, admitted);
  }

  @Test
  void own_nodes_are_neither_charged_nor_issued() {
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    var before = c.ledger.state().supply();
    var stages = List.of(c.stage(0, 0, 4, 0, 20));
    var done = c.accept(new Settle(hold.id(), 20, 0, "stop", stages));
    assertEquals(Gft.ZERO, done.amount());
    assertEquals(before.issued(), c.ledger.state().supply().issued());
    var halves = c.hold(0, 10, 20);
    var whole = c.accept(halves).amount();
    var mixed = List.of(c.stage(0, 0, 2, 0, 20), c.stage(1, 2, 4, 0, 20));
    var charged = c.accept(new Settle(halves.id(), 20, 0, "stop", mixed)).amount();
    assertTrue(charged.compareTo(whole) < 0 && !charged.isZero());
  }

  @Test
  void a_node_is_paid_at_the_values_it_had_when_the_request_was_held() {
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    c.accept(Cooperative.node(1, 80_000, 10_000, NodeState.ACTIVE));
    var before = c.balance(1).available();
    var settle = new Settle(hold.id(), 20, 0, "stop", List.of(c.stage(1, 0, 4, 0, 20)));
    var charged = c.accept(settle).amount();
    // At M 1 and R 1 the formula gives 1/Q of the charge, rounded down.
    assertTrue(
        c.balance(1).available().minus(before).compareTo(Gft.of(2 * charged.micros().longValue()))
            <= 0);
  }

  @Test
  void nothing_is_issued_in_quarantine_or_without_a_receipt() {
    c.accept(Cooperative.node(1, 80_000, 10_000, NodeState.QUARANTINE));
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    var issued = c.ledger.state().supply().issued();
    c.accept(new Settle(hold.id(), 20, 0, "stop", List.of(c.stage(1, 0, 4, 0, 20))));
    assertEquals(issued, c.ledger.state().supply().issued());
  }

  @Test
  void checked_work_is_pending_until_it_matures_or_is_forfeited() {
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    var stages = List.of(c.stage(true, 1, 0, 2, 0, 20), c.stage(true, 2, 2, 4, 0, 20));
    c.accept(new Settle(hold.id(), 20, 0, "stop", stages));
    var pending = c.balance(1).pending();
    var before = c.balance(1).available();
    assertTrue(!pending.isZero());
    var matured = c.accept(new Mature(hold.id(), 0));
    assertEquals(before.plus(pending), c.balance(1).available());
    assertEquals(matured, c.repeat(new Mature(hold.id(), 0)));
    assertEquals(matured, c.repeat(new Forfeit(hold.id(), 0, "late")));
    var forfeited = c.accept(new Forfeit(hold.id(), 1, "incorrect")).amount();
    assertEquals(forfeited, c.ledger.state().supply().forfeited());
    assertEquals(Gft.ZERO, c.balance(2).pending());
    assertEquals(
        "no pending line 2 of request " + hold.id(), c.refuse(new Mature(hold.id(), 2)).message());
  }

  @Test
  void a_refund_gives_back_all_that_was_charged_once() {
    var before = c.balance(0);
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    assertEquals(Reason.NOT_DUE, c.refuse(new Refund(hold.id(), "x")).reason());
    c.accept(settle(hold, 20));
    var refunded = c.accept(new Refund(hold.id(), "incorrect"));
    assertEquals(before, c.balance(0));
    assertEquals(refunded, c.repeat(new Refund(hold.id(), "again")));
  }

  @Test
  void a_hold_that_nobody_closed_is_settled_with_its_last_progress_or_voided() {
    var crashed = c.hold(0, 10, 200);
    c.accept(crashed);
    var stages = List.of(c.stage(0, 0, 2, 0, 128));
    c.accept(new Progress(crashed.id(), 128, stages));
    var idle = c.hold(1, 10, 200);
    c.accept(idle);
    assertEquals(0, c.sweep());
    c.now += 900_000;
    assertEquals(2, c.sweep());
    assertEquals(Gft.ZERO, c.ledger.state().supply().held());
    assertEquals("settle", c.repeat(settle(crashed, 200)).kind());
    assertEquals("void", c.repeat(settle(idle, 200)).kind());
  }

  @Test
  void an_id_older_than_seven_days_or_from_the_future_is_refused() {
    var old = c.hold(0, 10, 20);
    c.now += 7 * Cooperative.DAY + 1;
    var late = new Hold(old.id(), old.wallet(), old.model(), 10, 20, false, c.now + 1);
    assertEquals(Reason.ID_TOO_OLD, c.refuse(late).reason());
    assertEquals(Reason.ID_TOO_OLD, c.refuse(settle(old, 1)).reason());
    var early = SessionId.of(c.now + 300_001, c.random);
    var hold = new Hold(early, old.wallet(), old.model(), 10, 20, false, c.now + 1);
    assertEquals(Reason.ID_FROM_THE_FUTURE, c.refuse(hold).reason());
  }

  @Test
  void what_is_kept_of_closed_requests_is_forgotten_after_seven_days() {
    for (var i = 0; i < 50; i++) {
      var hold = c.hold(0, 10, 2);
      c.accept(hold);
      c.accept(settle(hold, 1));
    }
    assertEquals(53, c.ledger.state().closedRequests());
    c.now += 7 * Cooperative.DAY + 3_600_001;
    c.accept(c.hold(0, 10, 2));
    assertEquals(0, c.ledger.state().closedRequests());
  }

  @Test
  void canaries_end_with_their_budget() {
    c.accept(new SetPolicy(Policy.standard().withCanaryBudget(Gft.of(1))));
    var stages = List.of(c.stage(1, 0, 4, 0, 20));
    var canary = new BuyCanary(c.id(), Cooperative.MODEL, 10, 20, stages);
    assertEquals(Reason.BUDGET_EXHAUSTED, c.refuse(canary).reason());
  }

  @Test
  void without_accounts_nothing_is_held_charged_or_issued() {
    var free = Cooperative.of(Policy.standard().withTokenless(true), 2);
    var hold = free.hold(0, 10, 20);
    free.accept(hold);
    free.accept(new Settle(hold.id(), 20, 0, "stop", List.of(free.stage(1, 0, 4, 0, 20))));
    assertEquals(Supply.NONE, free.ledger.state().supply());
  }

  @Test
  void a_settle_that_cannot_be_is_refused_with_its_reason() {
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    assertRefused(hold, 0, 0, List.of(), "output_tokens must be 1 to 20, was 0");
    assertRefused(hold, 21, 0, List.of(), "output_tokens must be 1 to 20, was 21");
    assertRefused(hold, 20, 1, List.of(), "fallback_tokens must be 0 to 0, was 1");
    var stage = c.stage(1, 0, 4, 0, 20);
    assertRefused(
        hold, 19, 0, List.of(stage), "need 0 <= start_output < end_output <= 19, was [0, 20)");
    assertRefused(
        hold, 20, 0, List.of(stage, c.stage(2, 3, 4, 19, 20)), "stages 0 and 1 did the same work");
    assertRefused(
        hold, 20, 0, List.of(c.stage(1, 0, 5, 0, 20)), "the model has 4 layers, was 0..4");
    assertRefused(
        hold,
        20,
        0,
        List.of(c.stage(9, 0, 4, 0, 20)),
        "node %s is not recorded".formatted(Cooperative.nodeId(9)));
  }

  @Test
  void a_full_ledger_says_busy_and_still_closes_what_is_open() {
    var limits = new LedgerLimits(1, 1);
    var first = c.hold(0, 10, 2);
    c.ledger.execute(first, limits, c.now);
    var second = (Outcome.Refused) c.ledger.execute(c.hold(1, 10, 2), limits, c.now);
    assertEquals(
        new Refusal(Reason.BUSY, "the ledger has 1 open holds and 0 pending lines, its limits"),
        second.refusal());
    assertTrue(c.ledger.execute(settle(first, 1), limits, c.now) instanceof Outcome.Appended);
  }

  private void assertRefused(
      Hold hold,
      int tokens,
      int fallback,
      List<coop.imece.ledger.event.StageWork> stages,
      String message) {
    assertEquals(
        message, c.refuse(new Settle(hold.id(), tokens, fallback, "stop", stages)).message());
  }

  private Settle settle(Hold hold, int tokens) {
    return new Settle(
        hold.id(),
        tokens,
        0,
        "stop",
        List.of(c.stage(1, 0, 2, 0, tokens), c.stage(2, 2, 4, 0, tokens)));
  }
}
