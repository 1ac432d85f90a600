package coop.imece.ledger;

import coop.imece.core.WalletId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Which lots are due first, to be warned of or to end. Derived from the lots. */
final class LotCalendar {
  /** A lot and when it is due; {@code at} is a day before the warning, a time after it. */
  record Due(long at, int day, WalletId wallet) {}

  private static final Comparator<Due> ORDER =
      Comparator.comparingLong(Due::at)
          .thenComparingInt(Due::day)
          .thenComparing(due -> due.wallet().value());

  private final TreeSet<Due> unwarned = new TreeSet<>(ORDER);
  private final TreeSet<Due> warned = new TreeSet<>(ORDER);

  void add(WalletId wallet, Lot lot) {
    if (lot.warned()) {
      warned.add(new Due(lot.expires, lot.day, wallet));
    } else {
      unwarned.add(new Due(lot.day, lot.day, wallet));
    }
  }

  void remove(WalletId wallet, Lot lot) {
    if (lot.warned()) {
      warned.remove(new Due(lot.expires, lot.day, wallet));
    } else {
      unwarned.remove(new Due(lot.day, lot.day, wallet));
    }
  }

  /** Lots not warned of that were earned on that day or before, earliest first. */
  List<Due> unwarnedUntil(long day, int limit) {
    return until(unwarned, day, limit);
  }

  /** Lots whose end is at that time or before, earliest first. */
  List<Due> endedUntil(long millis, int limit) {
    return until(warned, millis, limit);
  }

  private static List<Due> until(TreeSet<Due> set, long at, int limit) {
    var due = new ArrayList<Due>();
    for (var next : set) {
      if (next.at() > at || due.size() == limit) {
        break;
      }
      due.add(next);
    }
    return due;
  }
}
