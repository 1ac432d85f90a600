package coop.imece.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;

/**
 * An amount, never negative: a whole number of uGFT (10^-6 GFT, 1,000 FLOP). Exact and of any size
 * up to 40 digits, which is what a {@code numeric(40,0)} holds.
 */
public final class Gft implements Comparable<Gft> {
  public static final Gft ZERO = new Gft(0);

  private static final int MAX_DIGITS = 40;
  private static final BigInteger LIMIT = BigInteger.TEN.pow(MAX_DIGITS);
  private static final BigInteger MICROS_PER_GFT = BigInteger.valueOf(1_000_000);

  /** Marks an amount for which 63 bits do not suffice. */
  private static final long LARGE = -1;

  /** Almost every amount: a ledger adds and compares millions of them. */
  private final long small;

  /** Zero unless {@link #small} is {@link #LARGE}. */
  private final BigInteger large;

  private Gft(long small) {
    this.small = small;
    this.large = BigInteger.ZERO;
  }

  public Gft(BigInteger micros) {
    if (micros.signum() < 0) {
      throw negative(micros);
    }
    var fits = micros.bitLength() < Long.SIZE;
    if (!fits && micros.compareTo(LIMIT) >= 0) {
      throw new IllegalArgumentException(
          "an amount has at most %d digits, was %d"
              .formatted(MAX_DIGITS, micros.toString().length()));
    }
    this.small = fits ? micros.longValue() : LARGE;
    this.large = fits ? BigInteger.ZERO : micros;
  }

  public static Gft of(long micros) {
    if (micros < 0) {
      throw negative(micros);
    }
    return micros == 0 ? ZERO : new Gft(micros);
  }

  public BigInteger micros() {
    return small == LARGE ? large : BigInteger.valueOf(small);
  }

  /**
   * Reads a whole number of uGFT in its only spelling: decimal digits without a sign, an exponent,
   * spaces or leading zeros. {@code "0"} is an amount.
   */
  @JsonCreator
  public static Gft parse(String text) {
    if (text.length() > MAX_DIGITS) {
      throw new IllegalArgumentException(
          "an amount has at most %d digits, was %d characters"
              .formatted(MAX_DIGITS, text.length()));
    }
    var digits = !text.isEmpty();
    for (var i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits || text.length() > 1 && text.charAt(0) == '0') {
      throw new IllegalArgumentException(
          "an amount is a whole number of uGFT in plain digits, was '%s'".formatted(text));
    }
    return text.length() <= 18 ? of(Long.parseLong(text)) : new Gft(new BigInteger(text));
  }

  /** As {@link #parse}, and refuses {@code "0"}. */
  public static Gft parsePositive(String text) {
    var amount = parse(text);
    if (amount.isZero()) {
      throw new IllegalArgumentException("an amount must be more than 0, was '0'");
    }
    return amount;
  }

  public Gft plus(Gft other) {
    var sum = small + other.small;
    return bothSmall(other) && sum >= 0 ? of(sum) : new Gft(micros().add(other.micros()));
  }

  /** What is left; the other amount must not be larger. */
  public Gft minus(Gft other) {
    if (compareTo(other) < 0) {
      throw new IllegalArgumentException("%s uGFT do not cover %s uGFT".formatted(this, other));
    }
    return bothSmall(other) ? of(small - other.small) : new Gft(micros().subtract(other.micros()));
  }

  public Gft min(Gft other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public boolean isZero() {
    return small == 0;
  }

  @Override
  public int compareTo(Gft other) {
    return bothSmall(other) ? Long.compare(small, other.small) : micros().compareTo(other.micros());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gft gft && small == gft.small && large.equals(gft.large);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(small) ^ large.hashCode();
  }

  /** For people: {@code "150.667264 GFT"}. */
  public String display() {
    var parts = micros().divideAndRemainder(MICROS_PER_GFT);
    return "%s.%06d GFT".formatted(parts[0], parts[1].intValue());
  }

  /** The ledger's form: uGFT in plain digits. */
  @JsonValue
  @Override
  public String toString() {
    return small == LARGE ? large.toString() : Long.toString(small);
  }

  private boolean bothSmall(Gft other) {
    return (small | other.small) >= 0;
  }

  private static IllegalArgumentException negative(Object micros) {
    return new IllegalArgumentException("an amount must not be negative, was " + micros);
  }
}
