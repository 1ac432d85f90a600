package coop.imece.scheduler.registry;

import coop.imece.core.NodeId;

/** What the registry of facts is asked to take in. */
public sealed interface FactCommand {
  NodeId node();

  record Measured(Measurement measurement) implements FactCommand {
    @Override
    public NodeId node() {
      return measurement.node();
    }
  }

  /** A session ended at a node. */
  record TaskEnded(NodeId node, boolean completed) implements FactCommand {}

  /**
   * @param slowness observed step time over the predicted one, beyond the tolerance; 1 when within
   */
  record StepTimeSeen(NodeId node, double slowness) implements FactCommand {}

  /**
   * @param there whether it is back; else it has been gone for a while
   */
  record Presence(NodeId node, boolean there) implements FactCommand {}

  /** From an operator. */
  record OpenReview(NodeId node) implements FactCommand {}

  /** From an operator: ends a review, whatever its reason. */
  record ClearReview(NodeId node) implements FactCommand {}
}
