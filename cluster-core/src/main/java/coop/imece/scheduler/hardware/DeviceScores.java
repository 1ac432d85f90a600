package coop.imece.scheduler.hardware;

/**
 * What a device benchmark measured, each score in [0, 1].
 *
 * @param matmul sustained matrix products at transformer shapes
 * @param memory memory bandwidth, sequential and strided
 * @param latency batch latency of a reference decoder layer
 */
public record DeviceScores(double matmul, double memory, double latency) {
  public DeviceScores {
    require("matmul", matmul);
    require("memory", memory);
    require("latency", latency);
  }

  /** The index by which classes are told apart, in [0, 1]. */
  public double index() {
    return 0.5 * matmul + 0.3 * memory + 0.2 * latency;
  }

  private static void require(String field, double score) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException(field + " must be between 0 and 1, was " + score);
    }
  }
}
