package coop.imece.ledger;

import coop.imece.core.Gft;

/** All that a wallet earned on one UTC day and has not spent. Mutable, of one {@link Account}. */
final class Lot {
  static final long DAY_MILLIS = 86_400_000;

  final int day;
  Gft available = Gft.ZERO;
  Gft held = Gft.ZERO;
  Gft pending = Gft.ZERO;

  /** Unix time in milliseconds from which the lot may end, 0 before it was warned of. */
  long expires;

  Lot(int day) {
    this.day = day;
  }

  static int dayOf(long millis) {
    return Math.toIntExact(Math.floorDiv(millis, DAY_MILLIS));
  }

  /** When a lot of that day has lived so many whole days. */
  static long endOf(int day, int lotDays) {
    return (day + 1L + lotDays) * DAY_MILLIS;
  }

  boolean warned() {
    return expires != 0;
  }

  boolean isEmpty() {
    return available.isZero() && held.isZero() && pending.isZero();
  }

  Gft total() {
    return available.plus(held).plus(pending);
  }
}
