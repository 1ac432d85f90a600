package coop.imece.gateway.carbon;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * Energy and CO2 of some work.
 *
 * @param basis of its least sure part
 */
public record CarbonUse(long millijoules, long micrograms, PowerBasis basis) {
  public static final CarbonUse NOTHING = new CarbonUse(0, 0, PowerBasis.MEASURED);

  public static CarbonUse of(StageCarbon stage) {
    return new CarbonUse(stage.millijoules(), stage.micrograms(), stage.basis());
  }

  public static CarbonUse sum(Collection<CarbonUse> parts) {
    return parts.stream().reduce(NOTHING, CarbonUse::plus);
  }

  public CarbonUse plus(CarbonUse other) {
    return new CarbonUse(
        Math.addExact(millijoules, other.millijoules),
        Math.addExact(micrograms, other.micrograms),
        basis.compareTo(other.basis) > 0 ? basis : other.basis);
  }

  /** With three decimals. */
  public BigDecimal joules() {
    return BigDecimal.valueOf(millijoules, 3);
  }

  /** With six decimals. */
  public BigDecimal grams() {
    return BigDecimal.valueOf(micrograms, 6);
  }
}
