package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.scheduler.hardware.StepTimes;
import coop.imece.scheduler.registry.Measurement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Holds what nodes measured of their hardware against the step times that are heard of them. Owned
 * by one actor; no clock.
 */
public final class HardwareWatch {
  /** Reading a smaller slice takes less than the fixed cost of a step, and says nothing. */
  private static final double LEAST_PREDICTED_SECONDS = 0.005;

  /** So many different step times in a row count; fewer are a disturbance. */
  private static final int STEADY = 10;

  /** A slowness that differs by less from the one reported is noise. */
  private static final double LEAST_CHANGE = 0.05;

  private final StepTimes stepTimes;
  private final long againAfterMillis;
  private final Map<NodeId, Known> nodes = new HashMap<>();

  /** What is kept of one node. */
  private static final class Known {
    private Measurement measurement;
    private double lastSeconds;
    private int inARow;
    private boolean off;
    private double reported = 1;
    private long askedMillis = Long.MIN_VALUE;
  }

  /**
   * @param ask whether the node has a result that this scheduler never heard
   * @param measureAgain whether its steps are far from what its result predicts
   * @param slowness to be entered in the registry; empty when nothing new is known
   */
  public record Finding(boolean ask, boolean measureAgain, OptionalDouble slowness) {
    private static final Finding NOTHING = new Finding(false, false, OptionalDouble.empty());
    private static final Finding ASK = new Finding(true, false, OptionalDouble.empty());
  }

  /**
   * @param againAfter how long a node that was asked to measure again is not asked once more
   */
  public HardwareWatch(StepTimes stepTimes, Duration againAfter) {
    this.stepTimes = stepTimes;
    this.againAfterMillis = againAfter.toMillis();
  }

  /** A node said what it measured. Returns whether that is new. */
  public boolean registered(Measurement measurement) {
    var known = nodes.computeIfAbsent(measurement.node(), id -> new Known());
    if (measurement.equals(known.measurement)) {
      return false;
    }
    known.measurement = measurement;
    known.inARow = 0;
    known.reported = 1; // the registry lifts the cap with a new result
    return true;
  }

  /** A node said how it is. */
  public Finding advertised(NodeAdvertisement said, long nowMillis) {
    var known = nodes.get(said.node());
    if (known == null) {
      return said.hardware().isPresent() ? Finding.ASK : Finding.NOTHING;
    }
    var predicted = predictedSeconds(said, known.measurement);
    var observed =
        said.slice().flatMap(HeldSlice::speed).map(StageSpeed::decodeSeconds).orElse(0.0);
    if (predicted < LEAST_PREDICTED_SECONDS || observed <= 0 || observed == known.lastSeconds) {
      return Finding.NOTHING;
    }
    known.lastSeconds = observed;
    var off = stepTimes.farOff(observed, predicted);
    known.inARow = off == known.off ? known.inARow + 1 : 1;
    known.off = off;
    return known.inARow < STEADY
        ? Finding.NOTHING
        : steady(known, stepTimes.slowness(observed, predicted), nowMillis);
  }

  private Finding steady(Known known, double slowness, long nowMillis) {
    var changed = Math.abs(slowness - known.reported) > LEAST_CHANGE * known.reported;
    if (changed) {
      known.reported = slowness;
    }
    var again = known.off && nowMillis >= known.askedMillis + againAfterMillis;
    if (again) {
      known.askedMillis = nowMillis;
    }
    return new Finding(
        false, again, changed ? OptionalDouble.of(slowness) : OptionalDouble.empty());
  }

  /** Of a decode step on the slice that the node holds; 0 while it holds none. */
  private static double predictedSeconds(NodeAdvertisement said, Measurement measurement) {
    var bytesPerSecond = measurement.measures().sequentialBytesPerSecond();
    return said.slice()
        .filter(held -> held.state() == SliceState.READY)
        .flatMap(
            held ->
                said.model(held.model())
                    .map(
                        model ->
                            StepTimes.predicted(model.stepBytes(held.layers()), bytesPerSecond)))
        .orElse(0.0);
  }

  /** Forgets a node that left. */
  public void left(NodeId node) {
    nodes.remove(node);
  }
}
