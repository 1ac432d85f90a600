package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Gft;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.Expire;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.command.LedgerCommand.Warn;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.EventReader;
import coop.imece.ledger.event.Expired;
import coop.imece.ledger.event.Policy;
import coop.imece.ledger.event.Warned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LotRulesTest {
  private static final Policy POLICY =
      Policy.standard().withCanaryBudget(Gft.parse("9".repeat(30)));
  private static final int FIRST_DAY = (int) (Cooperative.START / Cooperative.DAY);

  private final Cooperative c = Cooperative.of(POLICY, 2);

  @Test
  void a_lot_lives_365_days_after_its_day_and_is_warned_of_90_days_before() {
    c.fund(0, 100);
    c.now = end() - 90 * Cooperative.DAY - 1;
    assertEquals(0, c.sweep());
    assertEquals(Reason.NOT_DUE, c.refuse(new Warn(Cooperative.wallet(0), FIRST_DAY)).reason());
    c.now++;
    assertEquals(1, c.sweep());
    c.now = end() - 1;
    assertEquals(0, c.sweep());
    assertEquals(Reason.NOT_DUE, c.refuse(new Expire(Cooperative.wallet(0), FIRST_DAY)).reason());
    c.now++;
    assertEquals(1, c.sweep());
    assertEquals(List.of(), c.balance(0).lots());
    assertTrue(!c.ledger.state().supply().expired().isZero());
  }

  @Test
  void a_lot_whose_warning_was_missed_ends_90_days_after_it() {
    c.fund(0, 100);
    c.now = end() + 10 * Cooperative.DAY;
    assertEquals(1, c.sweep());
    c.now += 90 * Cooperative.DAY - 1;
    assertEquals(0, c.sweep());
    c.now++;
    assertEquals(1, c.sweep());
  }

  @Test
  void a_lot_does_not_end_while_any_of_it_is_held() {
    c.fund(0, 100);
    c.now = end() - 90 * Cooperative.DAY;
    c.sweep();
    c.now = end() - 1_000;
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    c.now = end();
    assertEquals(0, c.sweep());
    assertEquals(
        "lot %d of %s is held or pending".formatted(FIRST_DAY, Cooperative.wallet(0)),
        c.refuse(new Expire(Cooperative.wallet(0), FIRST_DAY)).message());
    c.accept(new LedgerCommand.Void(hold.id(), "cancelled"));
    assertEquals(1, c.sweep());
    assertEquals(Gft.ZERO, c.balance(0).available());
  }

  @Test
  void spending_takes_the_lot_that_was_earned_first() {
    c.fund(0, 100);
    c.now += 5 * Cooperative.DAY;
    c.fund(0, 100);
    var first = c.balance(0).lots().get(0).available();
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    var charged =
        c.accept(new Settle(hold.id(), 20, 0, "stop", List.of(c.stage(1, 0, 4, 0, 20)))).amount();
    assertEquals(first.minus(charged), c.balance(0).lots().get(0).available());
    assertEquals(2, c.balance(0).lots().size());
  }

  @Test
  void over_three_years_every_lot_ends_a_year_after_it_was_earned_and_never_unwarned() {
    for (var day = 0; day < 3 * 365; day++) {
      c.now += Cooperative.DAY;
      if (day % 10 == 0 && day < 2 * 365) {
        c.fund(day % 20 == 0 ? 0 : 1, 10);
      }
      if (day % 3 == 0) {
        c.sweep();
      }
      var oldest = (int) (c.now / Cooperative.DAY) - 365 - 4;
      assertTrue(c.balance(0).lots().stream().allMatch(lot -> lot.day() > oldest), "day " + day);
    }
    assertEquals(c.ledger.state().supply().issued(), c.ledger.state().supply().expired());
    var warnings = new HashMap<String, Long>();
    for (var entry : c.entries) {
      var event = EventReader.read(entry);
      if (event instanceof Warned warned) {
        warnings.put(warned.wallet() + "/" + warned.day(), entry.ts());
      } else if (event instanceof Expired expired) {
        assertWarned(warnings, expired, entry.ts());
      }
    }
    assertEquals(73, warnings.size());
  }

  private static void assertWarned(Map<String, Long> warnings, Expired expired, long millis) {
    var warned = warnings.get(expired.wallet() + "/" + expired.day());
    assertTrue(millis - warned >= 90 * Cooperative.DAY);
    assertTrue(millis >= (expired.day() + 366L) * Cooperative.DAY);
  }

  private static long end() {
    return (FIRST_DAY + 366L) * Cooperative.DAY;
  }
}
