package coop.imece.ledger;

import coop.imece.core.Gft;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of a lot.
 *
 * @param day the UTC day on which the lot was earned, counted from 1970-01-01
 */
public record LotPart(int day, Gft amount) {
  static Gft sum(List<LotPart> parts) {
    var sum = Gft.ZERO;
    for (var part : parts) {
      sum = sum.plus(part.amount);
    }
    return sum;
  }

  /** The first parts that make up the amount; the last of them may be cut. */
  static List<LotPart> first(List<LotPart> parts, Gft amount) {
    var taken = new ArrayList<LotPart>(parts.size());
    var rest = amount;
    for (var part : parts) {
      if (rest.isZero()) {
        break;
      }
      var take = part.amount.min(rest);
      taken.add(new LotPart(part.day, take));
      rest = rest.minus(take);
    }
    if (!rest.isZero()) {
      throw new IllegalArgumentException("%s do not make up %s uGFT".formatted(parts, amount));
    }
    return List.copyOf(taken);
  }

  /** The parts that {@link #first} leaves. */
  static List<LotPart> rest(List<LotPart> parts, Gft amount) {
    var left = new ArrayList<LotPart>(parts.size());
    var skip = amount;
    for (var part : parts) {
      var skipped = part.amount.min(skip);
      skip = skip.minus(skipped);
      if (skipped.compareTo(part.amount) < 0) {
        left.add(new LotPart(part.day, part.amount.minus(skipped)));
      }
    }
    return List.copyOf(left);
  }
}
