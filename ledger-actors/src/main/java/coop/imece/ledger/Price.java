package coop.imece.ledger;

import coop.imece.core.Gft;
import java.math.BigInteger;

/**
 * {@code work x factor / 10^15}, rounded: what every charge and every earning is. In 64 bits where
 * they suffice, which is almost always; an audit asks for millions.
 */
final class Price {
  private static final BigInteger TEN_15 = BigInteger.TEN.pow(15);

  /** 10^15 in two steps, so that products stay small: first by 10^8, then by 10^7. */
  private static final long FIRST = 100_000_000;

  private static final long SECOND = 10_000_000;

  private Price() {}

  /**
   * @param work at least 0, in 1/10,000 FLOP
   * @param factor at least 0
   */
  static Gft roundedDown(BigInteger work, long factor) {
    return of(work, factor, false);
  }

  static Gft roundedUp(BigInteger work, long factor) {
    return of(work, factor, true);
  }

  private static Gft of(BigInteger work, long factor, boolean up) {
    if (work.bitLength() < Long.SIZE) {
      var high = work.longValue() / FIRST;
      var low = work.longValue() % FIRST;
      if (fits(high, factor) && fits(low, factor)) {
        var rest = low * factor;
        var sum = high * factor + rest / FIRST;
        if (sum >= 0) {
          var inexact = rest % FIRST != 0 || sum % SECOND != 0;
          return Gft.of(sum / SECOND + (up && inexact ? 1 : 0));
        }
      }
    }
    return inFull(work.multiply(BigInteger.valueOf(factor)), TEN_15, up);
  }

  /** The quotient of two whole numbers of any size. */
  static Gft inFull(BigInteger dividend, BigInteger divisor, boolean up) {
    var parts = dividend.divideAndRemainder(divisor);
    return new Gft(up && parts[1].signum() != 0 ? parts[0].add(BigInteger.ONE) : parts[0]);
  }

  private static boolean fits(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0;
  }
}
