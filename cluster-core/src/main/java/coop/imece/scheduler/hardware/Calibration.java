package coop.imece.scheduler.hardware;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * From measured figures to scores in [0, 1]. Eight of the {@link ExampleDevice}s are its knots: a
 * device that measures like one of them in everything has its score in everything, and between two
 * knots a score grows with the logarithm of the figure, so that twice as fast counts alike for the
 * slow and for the quick. Below the first knot it falls evenly to 0, above the last it stays 1.
 *
 * <pre>
 * knot              score   class
 * Raspberry Pi 5    0.015   MOBILE_EDGE
 * Ryzen 9 7950X     0.12    CPU_ONLY
 * GTX 1650          0.18    ENTRY_CONSUMER_GPU
 * RTX 3060          0.42    MID_CONSUMER_GPU
 * RTX 4070          0.62    HIGH_CONSUMER_GPU
 * RTX 4090          0.79    PROSUMER_GPU
 * A100 80GB         0.93    DATACENTER_ACCEL
 * H100 SXM          1.00    DATACENTER_ACCEL
 * </pre>
 *
 * The scores were chosen so that every example lands in the class that it is sold for, except the
 * two whose Javadoc argues why not. No device that is common lies between RTX 4090 and A100 80GB in
 * all figures, so the class between has no knot.
 *
 * <p>Processors. The lowest border, 0.05, lies between what fits a hand and a whole desktop. Two
 * cores lent from a server's Zen 4 processor measure 0.06: their memory is twice as quick as a
 * Raspberry Pi 5's and their products some three times, which is about a good phone, and a tenth to
 * a third of a desktop's. That they land on the border is right, and it costs nobody anything: M
 * rises evenly up to 0.10 at the border and is 0.10 above it without an accelerator, so a machine
 * that measures 0.049 at one start and 0.051 at another is worth the same within two percent. A
 * knot of their own would only move the border to where no example argues for it.
 */
public final class Calibration {
  private static final List<Knot> KNOTS =
      List.of(
          new Knot(ExampleDevice.RASPBERRY_PI_5.measures(), 0.015),
          new Knot(ExampleDevice.RYZEN_9_7950X.measures(), 0.12),
          new Knot(ExampleDevice.GTX_1650.measures(), 0.18),
          new Knot(ExampleDevice.RTX_3060.measures(), 0.42),
          new Knot(ExampleDevice.RTX_4070.measures(), 0.62),
          new Knot(ExampleDevice.RTX_4090.measures(), 0.79),
          new Knot(ExampleDevice.A100_80GB.measures(), 0.93),
          new Knot(ExampleDevice.H100_SXM.measures(), 1));

  private record Knot(DeviceMeasures measures, double score) {}

  private Calibration() {}

  public static DeviceScores scores(DeviceMeasures measured) {
    return new DeviceScores(
        score(measured, DeviceMeasures::flopsPerSecond),
        score(measured, DeviceMeasures::memoryBytesPerSecond),
        score(measured, DeviceMeasures::layerPositionsPerSecond));
  }

  private static double score(DeviceMeasures measured, ToDoubleFunction<DeviceMeasures> figure) {
    var value = figure.applyAsDouble(measured);
    var below = KNOTS.get(0);
    if (value < figure.applyAsDouble(below.measures)) {
      return below.score * value / figure.applyAsDouble(below.measures);
    }
    for (var above : KNOTS.subList(1, KNOTS.size())) {
      var from = figure.applyAsDouble(below.measures);
      var to = figure.applyAsDouble(above.measures);
      if (value < to) {
        var part = Math.log(value / from) / Math.log(to / from);
        return below.score + part * (above.score - below.score);
      }
      below = above;
    }
    return 1;
  }
}
