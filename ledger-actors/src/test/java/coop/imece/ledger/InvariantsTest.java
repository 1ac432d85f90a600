package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import coop.imece.core.Gft;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.event.Policy;
import coop.imece.log.MalformedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvariantsTest {
  private final Cooperative c = Cooperative.funded(Policy.standard(), 2);

  @Test
  void amounts_that_come_from_nowhere_are_named() {
    c.ledger.state().books.refund(Cooperative.wallet(0), List.of(part(1)), Gft.ZERO);
    assertViolation("issued - redeemed + refunded - expired - forfeited must equal");
  }

  @Test
  void amounts_held_by_no_request_are_named() {
    c.ledger.state().books.hold(Cooperative.wallet(0), Gft.of(5));
    assertViolation("the sum of open holds must equal held, was 193 and 198");
  }

  @Test
  void amounts_pending_in_no_line_are_named() {
    c.ledger.state().books.issue(Cooperative.wallet(0), 1, Gft.of(7), true);
    assertViolation("the sum of pending lines must equal pending, was 0 and 7");
  }

  @Test
  void an_amount_that_is_not_there_cannot_leave() {
    var books = c.ledger.state().books;
    var parts = List.of(part(1_000_000));
    var day = Lot.dayOf(Cooperative.START);
    assertThrows(IllegalArgumentException.class, () -> books.release(Cooperative.wallet(0), parts));
    assertThrows(
        IllegalArgumentException.class,
        () -> books.expire(Cooperative.wallet(0), day, Gft.parse("9".repeat(30))));
    var unknown = Cooperative.wallet(9);
    var violation =
        assertThrows(InvariantViolation.class, () -> books.refund(unknown, parts, Gft.of(1)));
    assertEquals("wallet %s is not registered".formatted(unknown), violation.getMessage());
  }

  @Test
  void a_wallet_whose_lots_do_not_add_up_is_not_restored() {
    var account = c.ledger.state().books.accounts.get(Cooperative.wallet(1));
    account.available = account.available.plus(Gft.of(1));
    var snapshot = c.ledger.snapshot();
    var violation = assertThrows(InvariantViolation.class, () -> Ledger.restore(snapshot));
    assertTrue(
        violation.getMessage().startsWith("the sum of lots of " + Cooperative.wallet(1)),
        violation::getMessage);
  }

  @Test
  void every_flipped_byte_of_a_snapshot_is_found() {
    var hold = c.hold(0, 10, 20);
    c.accept(hold);
    c.accept(new Settle(hold.id(), 5, 0, "stop", List.of(c.stage(true, 1, 0, 4, 0, 5))));
    c.accept(c.hold(1, 10, 20));
    var snapshot = c.ledger.snapshot().array();
    for (var i = 0; i < snapshot.length; i++) {
      var flipped = snapshot.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      assertThrows(MalformedException.class, () -> Ledger.restore(Bytes.own(flipped)), "byte " + i);
    }
    var damaged =
        assertThrows(MalformedException.class, () -> Ledger.restore(Bytes.own(new byte[0])));
    assertEquals("the ledger snapshot is damaged: its SHA-256 differs", damaged.getMessage());
  }

  private void assertViolation(String beginning) {
    var violation = assertThrows(InvariantViolation.class, () -> c.accept(c.hold(1, 1, 1)));
    assertTrue(violation.getMessage().startsWith(beginning), violation::getMessage);
  }

  private static LotPart part(long amount) {
    return new LotPart(Lot.dayOf(Cooperative.START), Gft.of(amount));
  }
}
