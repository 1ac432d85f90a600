package coop.imece.ledger;

import coop.imece.core.Gft;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Splits what a request charged among those who worked, under the pot-bounded policy. */
final class Pot {
  /**
   * @param base what the work earns at most at multiplier 1 and the model's price
   * @param wish what it would earn by the formula; more than {@code base} only for premiums
   */
  record Claim(Gft base, Gft wish) {
    Gft premium() {
      return wish.minus(base);
    }
  }

  private Pot() {}

  /**
   * Every claim's base, then premiums from what is left: in full if it suffices, else in
   * proportion, by largest remainder and lowest index first.
   *
   * @param pot what was charged; covers all bases
   */
  static List<Gft> split(Gft pot, List<Claim> claims) {
    var left = pot;
    var wished = Gft.ZERO;
    for (var claim : claims) {
      left = left.minus(claim.base);
      wished = wished.plus(claim.premium());
    }
    if (wished.compareTo(left) <= 0) {
      return claims.stream().map(Claim::wish).toList();
    }
    return premiums(left, wished, claims);
  }

  private static List<Gft> premiums(Gft left, Gft wished, List<Claim> claims) {
    var shares = new ArrayList<Gft>(claims.size());
    var remainders = new ArrayList<BigInteger>(claims.size());
    var rest = left;
    for (var claim : claims) {
      var parts =
          left.micros().multiply(claim.premium().micros()).divideAndRemainder(wished.micros());
      var share = new Gft(parts[0]);
      shares.add(claim.base.plus(share));
      remainders.add(parts[1]);
      rest = rest.minus(share);
    }
    IntStream.range(0, claims.size())
        .boxed()
        .sorted(Comparator.comparing(remainders::get, Comparator.reverseOrder()))
        .limit(rest.micros().intValueExact())
        .forEach(i -> shares.set(i, shares.get(i).plus(Gft.of(1))));
    return List.copyOf(shares);
  }
}
