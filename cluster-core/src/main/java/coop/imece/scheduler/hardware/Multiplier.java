package coop.imece.scheduler.hardware;

/**
 * The hardware multiplier M, in 1/10,000: inside a class it rises linearly up to the next class's
 * value. Rounded down, so that no rounding pays.
 */
public final class Multiplier {
  private Multiplier() {}

  public static HardwareClass hardwareClass(DeviceScores scores, DeviceKind kind) {
    var measured = HardwareClass.of(scores.index());
    return measured.compareTo(kind.highest()) < 0 ? measured : kind.highest();
  }

  /** What the benchmark claims, capped by the kind of device. */
  public static int m4(DeviceScores scores, DeviceKind kind) {
    return Math.min(interpolated(scores.index()), kind.highest().m4());
  }

  /**
   * The smaller of what is claimed and what the neighbours see: a device whose steps take longer
   * than predicted is worth as much less.
   *
   * @param slowness observed step time over the predicted one, see {@link StepTimes}
   */
  public static int capped(int claimedM4, double slowness) {
    return slowness <= 1 ? claimedM4 : (int) Math.floor(claimedM4 / slowness);
  }

  private static int interpolated(double index) {
    var from = HardwareClass.of(index);
    if (from == HardwareClass.DATACENTER_ACCEL) {
      return from.m4();
    }
    var next = HardwareClass.values()[from.ordinal() + 1];
    var part = (index - from.indexFrom()) / (next.indexFrom() - from.indexFrom());
    return from.m4() + (int) Math.floor(part * (next.m4() - from.m4()));
  }
}
