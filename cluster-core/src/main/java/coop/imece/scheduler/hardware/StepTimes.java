package coop.imece.scheduler.hardware;

/**
 * Compares observed decode steps with what the benchmark predicts. A decode step reads every weight
 * of the slice once, so it can't be quicker than the weights over the memory bandwidth.
 *
 * @param tolerance how many times slower or quicker than predicted is still taken for equal; at
 *     least 1
 */
public record StepTimes(double tolerance) {
  public StepTimes {
    if (!(tolerance >= 1)) {
      throw new IllegalArgumentException("tolerance must be 1 or more, was " + tolerance);
    }
  }

  /** Seconds of one decode step by the measured bandwidth. */
  public static double predicted(long sliceBytes, double bytesPerSecond) {
    return sliceBytes / bytesPerSecond;
  }

  /**
   * How much slower than predicted beyond the tolerance; 1 when within it.
   *
   * @param ratio of the observed seconds to the predicted ones
   */
  public double slowness(double ratio) {
    return Math.max(1, ratio / tolerance);
  }

  /** Whether the device is to be measured anew: it is far slower, or quicker than it can be. */
  public boolean farOff(double ratio) {
    return ratio > tolerance || ratio < 1 / tolerance;
  }
}
