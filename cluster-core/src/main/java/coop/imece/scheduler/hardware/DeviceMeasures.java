package coop.imece.scheduler.hardware;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a device benchmark measured, before any calibration.
 *
 * @param flopsPerSecond sustained by matrix products at transformer shapes, a multiply-add counted
 *     as 2
 * @param sequentialBytesPerSecond of memory read from end to end
 * @param stridedBytesPerSecond of memory read in short rows with gaps, as one head's keys lie
 * @param layerSeconds of one step of the {@link ReferenceLayer}, for each of its batches in order
 */
public record DeviceMeasures(
    double flopsPerSecond,
    double sequentialBytesPerSecond,
    double stridedBytesPerSecond,
    List<Double> layerSeconds) {
  public DeviceMeasures {
    layerSeconds = List.copyOf(layerSeconds);
    require("flopsPerSecond", flopsPerSecond);
    require("sequentialBytesPerSecond", sequentialBytesPerSecond);
    require("stridedBytesPerSecond", stridedBytesPerSecond);
    layerSeconds.forEach(seconds -> require("layerSeconds", seconds));
    if (layerSeconds.size() != ReferenceLayer.BATCHES.size()) {
      throw new IllegalArgumentException(
          "layerSeconds must have %d values, one for each batch, was %d"
              .formatted(ReferenceLayer.BATCHES.size(), layerSeconds.size()));
    }
  }

  /** Both ways of reading as one figure: their geometric mean. */
  public double memoryBytesPerSecond() {
    return Math.sqrt(sequentialBytesPerSecond * stridedBytesPerSecond);
  }

  /** Positions a second that pass the reference layer, over all batches. */
  public double layerPositionsPerSecond() {
    var positions = ReferenceLayer.BATCHES.stream().mapToInt(Integer::intValue).sum();
    return positions / layerSeconds.stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * How many times longer a step takes when so many sessions share it than alone, by the measured
   * layer; empty for more sessions than were measured.
   */
  public OptionalDouble slowdown(int sessions) {
    var batches = ReferenceLayer.BATCHES;
    for (var at = 0; at < batches.size(); at++) {
      if (sessions <= batches.get(at)) {
        var below = Math.max(0, at - 1);
        var span = Math.max(1, batches.get(at) - batches.get(below));
        var part = Math.max(0, (double) (sessions - batches.get(below)) / span);
        var seconds =
            layerSeconds.get(below) + part * (layerSeconds.get(at) - layerSeconds.get(below));
        return OptionalDouble.of(Math.max(1, seconds / layerSeconds.get(0)));
      }
    }
    return OptionalDouble.empty();
  }

  private static void require(String field, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(field + " must be finite and above 0, was " + value);
    }
  }
}
