package coop.imece.scheduler.hardware;

/** Classes of hardware by benchmark index, the slowest first. */
public enum HardwareClass {
  MOBILE_EDGE(0.00, 500),
  CPU_ONLY(0.05, 1_000),
  ENTRY_CONSUMER_GPU(0.15, 5_000),
  /** The baseline. */
  MID_CONSUMER_GPU(0.35, 10_000),
  HIGH_CONSUMER_GPU(0.55, 20_000),
  PROSUMER_GPU(0.70, 30_000),
  PROFESSIONAL_ACCEL(0.82, 50_000),
  DATACENTER_ACCEL(0.92, 80_000);

  private final double indexFrom;
  private final int m4;

  HardwareClass(double indexFrom, int m4) {
    this.indexFrom = indexFrom;
    this.m4 = m4;
  }

  /** The index from which on a device belongs to the class. */
  public double indexFrom() {
    return indexFrom;
  }

  /** The multiplier at {@link #indexFrom}, in 1/10,000. */
  public int m4() {
    return m4;
  }

  /**
   * @param index in [0, 1]
   */
  public static HardwareClass of(double index) {
    if (!(index >= 0 && index <= 1)) {
      throw new IllegalArgumentException("index must be between 0 and 1, was " + index);
    }
    var found = MOBILE_EDGE;
    for (var hardwareClass : values()) {
      if (index >= hardwareClass.indexFrom) {
        found = hardwareClass;
      }
    }
    return found;
  }
}
