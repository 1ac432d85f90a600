package coop.imece.scheduler.hardware;

/** What a machine computes with; it bounds the class that a benchmark can reach. */
public enum DeviceKind {
  NO_ACCELERATOR(HardwareClass.CPU_ONLY),
  INTEGRATED_GPU(HardwareClass.ENTRY_CONSUMER_GPU),
  ACCELERATOR(HardwareClass.DATACENTER_ACCEL);

  private final HardwareClass highest;

  DeviceKind(HardwareClass highest) {
    this.highest = highest;
  }

  /** The highest class; its first multiplier is the highest multiplier. */
  public HardwareClass highest() {
    return highest;
  }
}
