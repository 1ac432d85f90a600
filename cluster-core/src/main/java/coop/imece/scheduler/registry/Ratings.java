package coop.imece.scheduler.registry;

import coop.imece.core.NodeId;
import coop.imece.scheduler.registry.FactEvent.HardwareChanged;
import coop.imece.scheduler.registry.FactEvent.MultiplierCapped;
import coop.imece.scheduler.registry.FactEvent.NodeAway;
import coop.imece.scheduler.registry.FactEvent.NodeRated;
import coop.imece.scheduler.registry.FactEvent.NodeRegistered;
import coop.imece.scheduler.registry.FactEvent.NodeRemeasured;
import coop.imece.scheduler.registry.FactEvent.NodeReturned;
import coop.imece.scheduler.registry.FactEvent.ReviewCleared;
import coop.imece.scheduler.registry.FactEvent.ReviewOpened;
import coop.imece.scheduler.registry.FactEvent.TaskRecorded;
import coop.imece.scheduler.reliability.NodeStanding;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which nodes' worth changed, and why. */
final class Ratings {
  private static final String QUARANTINE_OVER = "quarantine over";

  private Ratings() {}

  /**
   * What follows from events about a node that are applied: nodes that share its hardware share its
   * reliability.
   */
  static List<NodeRated> following(
      Registry registry, NodeId node, List<FactEvent> events, long nowMillis) {
    if (events.isEmpty()) {
      return List.of();
    }
    var reason = reason(events.get(events.size() - 1));
    return registry.node(node).stream()
        .flatMap(facts -> registry.withFingerprint(facts.measured().fingerprint()).stream())
        .flatMap(facts -> changed(registry, facts, reason, nowMillis))
        .toList();
  }

  /** Nodes whose quarantine ended by the clock. */
  static List<NodeRated> afterQuarantine(Registry registry, long nowMillis) {
    return registry.ratedInQuarantine().stream()
        .flatMap(rated -> registry.node(rated.node()).stream())
        .flatMap(facts -> changed(registry, facts, QUARANTINE_OVER, nowMillis))
        .toList();
  }

  private static Stream<NodeRated> changed(
      Registry registry, NodeFacts facts, String reason, long nowMillis) {
    var rating = registry.rating(facts);
    var now =
        new NodeRated(
            facts.measured().publicKey(),
            rating.hardwareClass(),
            rating.m4(),
            rating.r4(),
            facts.away() && !rating.suspended() ? NodeStanding.OFFLINE : rating.standing(nowMillis),
            reason);
    return registry.rated(facts.node()).filter(now::equalsInValue).isPresent()
        ? Stream.empty()
        : Stream.of(now);
  }

  private static String reason(FactEvent event) {
    if (event instanceof NodeRegistered) {
      return "registered";
    } else if (event instanceof HardwareChanged) {
      return "hardware changed";
    } else if (event instanceof NodeRemeasured) {
      return "measured again";
    } else if (event instanceof MultiplierCapped) {
      return "step times differ from what was measured";
    } else if (event instanceof TaskRecorded task) {
      return task.completed() ? "session completed" : "session failed";
    } else if (event instanceof ReviewOpened review) {
      return "review: " + review.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    } else if (event instanceof ReviewCleared) {
      return "review cleared";
    } else if (event instanceof NodeAway) {
      return "away";
    } else if (event instanceof NodeReturned) {
      return "back";
    }
    throw new IllegalStateException("no rating follows from " + event.getClass());
  }
}
