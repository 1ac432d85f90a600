package coop.imece.scheduler.registry;

import coop.imece.core.NodeId;
import java.util.Optional;

/**
 * What is kept of a node for good.
 *
 * @param measured the last benchmark, raw scores and all
 * @param cappedM4 the multiplier after what neighbours saw of its step times
 * @param hardwareChanges since it registered or an operator cleared it
 * @param away whether it has been gone for long
 */
public record NodeFacts(
    Measurement measured,
    int cappedM4,
    int hardwareChanges,
    Optional<ReviewReason> review,
    boolean away) {

  public NodeId node() {
    return measured.node();
  }

  NodeFacts measured(Measurement next, int changes) {
    return new NodeFacts(next, next.m4(), changes, review, away);
  }

  NodeFacts capped(int m4) {
    return new NodeFacts(measured, m4, hardwareChanges, review, away);
  }

  NodeFacts underReview(ReviewReason reason) {
    return new NodeFacts(measured, cappedM4, hardwareChanges, Optional.of(reason), away);
  }

  NodeFacts cleared() {
    return new NodeFacts(measured, cappedM4, 0, Optional.empty(), away);
  }

  NodeFacts away(boolean now) {
    return new NodeFacts(measured, cappedM4, hardwareChanges, review, now);
  }
}
