package coop.imece.ledger;

import coop.imece.core.WalletId;
import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.LedgerCommand.Expire;
import coop.imece.ledger.command.LedgerCommand.Warn;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.Expired;
import coop.imece.ledger.event.Warned;

/**
 * A lot's warning and end. A lot ends a whole life after the day on which it was earned, a whole
 * warning time after its warning, and not while any of it is held or pending.
 */
final class LotRules {
  private LotRules() {}

  static Decision warn(LedgerState state, Warn command, long millis) {
    var lot = lot(state, command.wallet(), command.day());
    var policy = state.policy.orElseThrow().value();
    var warning = policy.warningDays() * Lot.DAY_MILLIS;
    var end = Lot.endOf(lot.day, policy.lotDays());
    if (lot.warned()) {
      throw notDue("lot %d of %s is warned of already", lot.day, command.wallet());
    }
    if (millis < end - warning) {
      throw notDue(
          "lot %d of %s is warned of from %d on, now %d",
          lot.day, command.wallet(), end - warning, millis);
    }
    return Decision.accept(
        new Warned(lot.total(), lot.day, Math.max(end, millis + warning), command.wallet()));
  }

  static Decision expire(LedgerState state, Expire command, long millis) {
    var lot = lot(state, command.wallet(), command.day());
    if (!lot.warned() || millis < lot.expires) {
      throw notDue(
          "lot %d of %s ends not before %s, now %d",
          lot.day, command.wallet(), lot.warned() ? lot.expires : "its warning", millis);
    }
    if (!mayEnd(lot)) {
      throw notDue("lot %d of %s is held or pending", lot.day, command.wallet());
    }
    return Decision.accept(new Expired(lot.available, lot.day, command.wallet()));
  }

  static boolean mayEnd(Lot lot) {
    return lot.held.isZero() && lot.pending.isZero();
  }

  private static Lot lot(LedgerState state, WalletId wallet, int day) {
    var account = state.books.accounts.get(wallet);
    if (account == null) {
      throw Refuse.because(Reason.WALLET_UNKNOWN, "wallet %s is not registered", wallet);
    }
    var lot = account.lots.get(day);
    if (lot == null) {
      throw notDue("wallet %s has no lot of day %d", wallet, day);
    }
    return lot;
  }

  private static Refuse notDue(String message, Object... args) {
    return Refuse.because(Reason.NOT_DUE, message, args);
  }
}
