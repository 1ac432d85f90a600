package coop.imece.scheduler.hardware;

/** How long a node waits for pay after its hardware changed: 24 h x log2(new / old), rounded up. */
public final class Quarantine {
  private static final double DAY_SECONDS = 86_400;

  /** Below what rounding in the logarithm can add to a whole number of seconds. */
  private static final double ROUNDING = 1e-6;

  private Quarantine() {}

  /** 0 for an equal or slower device. */
  public static long seconds(int oldM4, int newM4) {
    if (oldM4 < 1 || newM4 < 1) {
      throw new IllegalArgumentException(
          "multipliers must be 1 or more ten-thousandths, was %d and %d".formatted(oldM4, newM4));
    }
    if (newM4 <= oldM4) {
      return 0;
    }
    var doublings = Math.log((double) newM4 / oldM4) / Math.log(2);
    return (long) Math.ceil(DAY_SECONDS * doublings - ROUNDING);
  }
}
