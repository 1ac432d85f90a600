package coop.imece.ledger;

import coop.imece.core.Gft;

/**
 * What was ever issued and taken out, and where the rest is. The first five come from the entries,
 * the last three from the lots: {@code issued - redeemed + refunded - expired - forfeited =
 * available + held + pending}.
 */
public record Supply(
    Gft issued,
    Gft redeemed,
    Gft refunded,
    Gft expired,
    Gft forfeited,
    Gft available,
    Gft held,
    Gft pending) {
  static final Supply NONE =
      new Supply(Gft.ZERO, Gft.ZERO, Gft.ZERO, Gft.ZERO, Gft.ZERO, Gft.ZERO, Gft.ZERO, Gft.ZERO);

  /** Whether the identity holds, exactly. */
  public boolean balances() {
    var in = issued.plus(refunded);
    var out = redeemed.plus(expired).plus(forfeited);
    return in.equals(out.plus(available).plus(held).plus(pending));
  }
}
