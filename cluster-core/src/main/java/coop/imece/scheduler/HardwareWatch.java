package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.scheduler.NeighbourEvidence.Observer;
import coop.imece.scheduler.hardware.StepTimes;
import coop.imece.scheduler.registry.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Holds what nodes measured of their hardware against the step times that their neighbours see.
 * What a node says of its own steps is not asked. Owned by one actor; no clock.
 */
public final class HardwareWatch {
  /** Reading a smaller slice takes less than the fixed cost of a step, and says nothing. */
  private static final double LEAST_PREDICTED_SECONDS = 0.005;

  /** A slowness that differs by less from the one reported is noise. */
  private static final double LEAST_CHANGE = 0.05;

  /** Evidence is a minute old at most: what is reported sooner again would be the same. */
  private static final long REPORT_EVERY_MILLIS = 60_000;

  private final StepTimes stepTimes;
  private final long againAfterMillis;
  private final Map<NodeId, Known> nodes = new HashMap<>();

  /** What is kept of one node. */
  private static final class Known {
    private Optional<Measurement> measurement = Optional.empty();
    private Optional<NodeAdvertisement> said = Optional.empty();
    private final NeighbourEvidence evidence = new NeighbourEvidence();
    private double reported = 1;
    private Optional<Long> reportedMillis = Optional.empty();
    private Optional<Long> askedMillis = Optional.empty();
  }

  /**
   * @param measureAgain whether the node's steps are far from what its result predicts
   * @param slowness to be entered in the registry; empty when nothing new is known
   */
  public record Finding(NodeId node, boolean measureAgain, OptionalDouble slowness) {}

  /**
   * @param againAfter how long a node that was asked to measure again is not asked once more
   */
  public HardwareWatch(StepTimes stepTimes, Duration againAfter) {
    this.stepTimes = stepTimes;
    this.againAfterMillis = againAfter.toMillis();
  }

  /** A node said what it measured. Returns whether that is new. */
  public boolean registered(Measurement measurement) {
    var known = known(measurement.node());
    if (known.measurement.equals(Optional.of(measurement))) {
      return false;
    }
    known.measurement = Optional.of(measurement);
    known.evidence.clear(); // its ratios were to the result before
    known.reported = 1; // the registry lifts the cap with a new result
    known.reportedMillis = Optional.empty();
    return true;
  }

  /** Takes in how a node is; says whether it has a result that this scheduler never heard. */
  public boolean advertised(NodeAdvertisement said) {
    var known = known(said.node());
    known.said = Optional.of(said);
    return known.measurement.isEmpty() && said.hardware().isPresent();
  }

  /** What a node saw of its neighbours. */
  public List<Finding> seen(NodeId observer, List<SeenSteps> steps, long nowMillis) {
    var findings = new ArrayList<Finding>();
    for (var seen : steps) {
      if (!seen.node().equals(observer)) {
        var by = new Observer(observer.value(), true, isStranger(observer, seen.node()));
        take(by, seen, seen.sessions(), nowMillis).ifPresent(findings::add);
      }
    }
    return findings;
  }

  /**
   * What the owner of a session saw of the only stage that served it. It does not know of other
   * sessions there: the node's own count is taken, which costs the node work when it is too high.
   */
  public Optional<Finding> seenByOwner(SessionId session, SeenSteps seen, long nowMillis) {
    var claimed =
        Optional.ofNullable(nodes.get(seen.node()))
            .flatMap(known -> known.said)
            .flatMap(NodeAdvertisement::slice)
            .map(HeldSlice::sessions);
    var load = Math.max(seen.sessions(), claimed.orElse(0));
    return take(new Observer(session.toString(), false, true), seen, load, nowMillis);
  }

  private Optional<Finding> take(Observer by, SeenSteps seen, int sessions, long nowMillis) {
    var known = nodes.get(seen.node());
    if (known == null || known.measurement.isEmpty()) {
      return Optional.empty();
    }
    var evidence = known.evidence;
    var slowdown =
        known.measurement.get().measures().slowdown(evidence.load(by, sessions, nowMillis));
    var predicted = predictedSeconds(known, seen);
    if (slowdown.isEmpty() || predicted < LEAST_PREDICTED_SECONDS) {
      return Optional.empty();
    }
    var ratio = seen.quickestSeconds() / (predicted * slowdown.getAsDouble());
    evidence.add(by, ratio, seen.steps(), sessions, nowMillis);
    var ofMost = evidence.ratio();
    return ofMost.isEmpty()
        ? Optional.empty()
        : judged(seen.node(), known, ofMost.getAsDouble(), nowMillis);
  }

  private Optional<Finding> judged(NodeId node, Known known, double ratio, long nowMillis) {
    var slowness = stepTimes.slowness(ratio);
    var changed =
        Math.abs(slowness - known.reported) > LEAST_CHANGE * known.reported
            && isDue(known.reportedMillis, REPORT_EVERY_MILLIS, nowMillis);
    if (changed) {
      known.reported = slowness;
      known.reportedMillis = Optional.of(nowMillis);
    }
    var again = stepTimes.farOff(ratio) && isDue(known.askedMillis, againAfterMillis, nowMillis);
    if (again) {
      known.askedMillis = Optional.of(nowMillis);
    }
    return changed || again
        ? Optional.of(
            new Finding(
                node, again, changed ? OptionalDouble.of(slowness) : OptionalDouble.empty()))
        : Optional.empty();
  }

  private static boolean isDue(Optional<Long> lastMillis, long everyMillis, long nowMillis) {
    return lastMillis.filter(last -> nowMillis - last < everyMillis).isEmpty();
  }

  /** Nodes of the same wallet don't speak for each other. */
  private boolean isStranger(NodeId observer, NodeId of) {
    return wallet(observer).isEmpty() || !wallet(observer).equals(wallet(of));
  }

  private Optional<WalletId> wallet(NodeId node) {
    return Optional.ofNullable(nodes.get(node))
        .flatMap(known -> known.measurement)
        .map(Measurement::wallet);
  }

  /** Of a decode step on the slice that was seen; 0 unless the node holds it. */
  private static double predictedSeconds(Known known, SeenSteps seen) {
    var bytesPerSecond = known.measurement.orElseThrow().measures().sequentialBytesPerSecond();
    return known
        .said
        .filter(said -> said.slice().filter(held -> isOf(held, seen)).isPresent())
        .flatMap(said -> said.model(seen.model()))
        .map(model -> StepTimes.predicted(model.stepBytes(seen.layers()), bytesPerSecond))
        .orElse(0.0);
  }

  private static boolean isOf(HeldSlice held, SeenSteps seen) {
    return held.model().equals(seen.model()) && held.layers().equals(seen.layers());
  }

  private Known known(NodeId node) {
    return nodes.computeIfAbsent(node, id -> new Known());
  }

  /** Forgets a node that left. */
  public void left(NodeId node) {
    nodes.remove(node);
  }
}
