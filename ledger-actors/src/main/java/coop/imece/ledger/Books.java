package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.core.WalletId;
import coop.imece.ledger.event.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every wallet's lots and the supply. Each method is one movement; it names what leaves and what
 * enters, and an amount that is not there is refused by {@link Gft#minus}. Mutable, of one {@link
 * LedgerState}.
 */
final class Books {
  final Map<WalletId, Account> accounts = new HashMap<>();
  final LotCalendar calendar = new LotCalendar();
  private Gft issued = Gft.ZERO;
  private Gft redeemed = Gft.ZERO;
  private Gft refunded = Gft.ZERO;
  private Gft expired = Gft.ZERO;
  private Gft forfeited = Gft.ZERO;
  private Gft available = Gft.ZERO;
  private Gft held = Gft.ZERO;
  private Gft pending = Gft.ZERO;

  Supply supply() {
    return new Supply(issued, redeemed, refunded, expired, forfeited, available, held, pending);
  }

  /** Takes up flows and stocks of a snapshot, whose lots were put in place already. */
  void restore(Supply supply) {
    issued = supply.issued();
    redeemed = supply.redeemed();
    refunded = supply.refunded();
    expired = supply.expired();
    forfeited = supply.forfeited();
    available = supply.available();
    held = supply.held();
    pending = supply.pending();
  }

  void register(WalletId wallet, PublicKey key, long seq) {
    accounts.put(wallet, new Account(wallet, key, seq));
  }

  /** New amounts enter a lot of that day. */
  void issue(WalletId wallet, int day, Gft amount, boolean checked) {
    issued = issued.plus(amount);
    if (amount.isZero()) {
      return;
    }
    var account = account(wallet);
    var lot = lotToFill(account, day);
    if (checked) {
      lot.pending = lot.pending.plus(amount);
      pending = pending.plus(amount);
    } else {
      makeAvailable(account, lot, amount);
    }
  }

  /** Available to held, from the lots earned first; returns what was taken from which. */
  List<LotPart> hold(WalletId wallet, Gft amount) {
    var account = account(wallet);
    var parts = new ArrayList<LotPart>(1);
    var rest = amount;
    for (var lot : account.lots.values()) {
      if (rest.isZero()) {
        break;
      }
      var take = lot.available.min(rest);
      if (!take.isZero()) {
        takeAvailable(account, lot, take);
        lot.held = lot.held.plus(take);
        held = held.plus(take);
        parts.add(new LotPart(lot.day, take));
        rest = rest.minus(take);
      }
    }
    if (!rest.isZero()) {
      throw new InvariantViolation(
          "a hold of %s uGFT on %s is %s short".formatted(amount, wallet, rest));
    }
    return List.copyOf(parts);
  }

  /** Held to available: the parts go back to their lots. */
  void release(WalletId wallet, List<LotPart> parts) {
    var account = account(wallet);
    for (var part : parts) {
      var lot = lot(account, part.day());
      takeHeld(lot, part.amount());
      makeAvailable(account, lot, part.amount());
    }
  }

  /** Held parts leave; what was charged for them is redeemed. */
  void redeem(WalletId wallet, List<LotPart> parts, Gft charged) {
    redeemed = redeemed.plus(charged);
    var account = account(wallet);
    for (var part : parts) {
      var lot = lot(account, part.day());
      takeHeld(lot, part.amount());
      dropIfEmpty(account, lot);
    }
  }

  /** Charged parts come back to the lots that they came from. */
  void refund(WalletId wallet, List<LotPart> parts, Gft amount) {
    refunded = refunded.plus(amount);
    var account = account(wallet);
    for (var part : parts) {
      makeAvailable(account, lotToFill(account, part.day()), part.amount());
    }
  }

  /** Pending to available. */
  void mature(WalletId wallet, int day, Gft amount) {
    var account = account(wallet);
    var lot = lot(account, day);
    takePending(lot, amount);
    makeAvailable(account, lot, amount);
  }

  /** Pending leaves. */
  void forfeit(WalletId wallet, int day, Gft amount) {
    forfeited = forfeited.plus(amount);
    var account = account(wallet);
    var lot = lot(account, day);
    takePending(lot, amount);
    dropIfEmpty(account, lot);
  }

  void warn(WalletId wallet, int day, long expires) {
    var lot = lot(account(wallet), day);
    calendar.remove(wallet, lot);
    lot.expires = expires;
    calendar.add(wallet, lot);
  }

  /** A lot's available amount leaves. */
  void expire(WalletId wallet, int day, Gft amount) {
    expired = expired.plus(amount);
    var account = account(wallet);
    var lot = lot(account, day);
    takeAvailable(account, lot, amount);
    dropIfEmpty(account, lot);
  }

  private void makeAvailable(Account account, Lot lot, Gft amount) {
    lot.available = lot.available.plus(amount);
    account.available = account.available.plus(amount);
    available = available.plus(amount);
  }

  private void takeAvailable(Account account, Lot lot, Gft amount) {
    lot.available = lot.available.minus(amount);
    account.available = account.available.minus(amount);
    available = available.minus(amount);
  }

  private void takeHeld(Lot lot, Gft amount) {
    lot.held = lot.held.minus(amount);
    held = held.minus(amount);
  }

  private void takePending(Lot lot, Gft amount) {
    lot.pending = lot.pending.minus(amount);
    pending = pending.minus(amount);
  }

  private Account account(WalletId wallet) {
    var account = accounts.get(wallet);
    if (account == null) {
      throw new InvariantViolation("wallet %s is not registered".formatted(wallet));
    }
    return account;
  }

  private static Lot lot(Account account, int day) {
    var lot = account.lots.get(day);
    if (lot == null) {
      throw new InvariantViolation("wallet %s has no lot of day %d".formatted(account.wallet, day));
    }
    return lot;
  }

  private Lot lotToFill(Account account, int day) {
    var lot = account.lots.get(day);
    if (lot == null) {
      lot = new Lot(day);
      account.lots.put(day, lot);
      calendar.add(account.wallet, lot);
    }
    return lot;
  }

  private void dropIfEmpty(Account account, Lot lot) {
    if (lot.isEmpty()) {
      calendar.remove(account.wallet, lot);
      account.lots.remove(lot.day);
    }
  }
}
