package coop.imece.ledger;

import coop.imece.core.Gft;

/** What must be true after every entry. */
final class Invariants {
  private Invariants() {}

  /** In constant time: what an entry could have broken. */
  static void check(LedgerState state) {
    var supply = state.books.supply();
    if (!supply.balances()) {
      throw new InvariantViolation(
          "issued - redeemed + refunded - expired - forfeited must equal available + held +"
              + " pending, was "
              + supply);
    }
    requireEqual("the sum of open holds", state.holds.sum(), "held", supply.held());
    requireEqual("the sum of pending lines", state.pending.sum(), "pending", supply.pending());
  }

  /** All of it, by adding everything up: for a state that comes from elsewhere. */
  static void checkAll(LedgerState state) {
    check(state);
    var available = Gft.ZERO;
    var held = Gft.ZERO;
    var pending = Gft.ZERO;
    for (var account : state.books.accounts.values()) {
      var ofWallet = Gft.ZERO;
      for (var lot : account.lots.values()) {
        ofWallet = ofWallet.plus(lot.available);
        held = held.plus(lot.held);
        pending = pending.plus(lot.pending);
      }
      requireEqual(
          "the sum of lots of " + account.wallet, ofWallet, "its available", account.available);
      available = available.plus(ofWallet);
    }
    var supply = state.books.supply();
    requireEqual("the sum of wallets' available", available, "available", supply.available());
    requireEqual("the sum of wallets' held", held, "held", supply.held());
    requireEqual("the sum of wallets' pending", pending, "pending", supply.pending());
  }

  private static void requireEqual(String a, Gft left, String b, Gft right) {
    if (!left.equals(right)) {
      throw new InvariantViolation("%s must equal %s, was %s and %s".formatted(a, b, left, right));
    }
  }
}
