package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.scheduler.CooperativeStatus.NodeStatus;
import coop.imece.scheduler.registry.Rating;
import coop.imece.scheduler.reliability.NodeStanding;
import java.util.Optional;

/**
 * One node as an operator sees it.
 *
 * @param status empty while it is not there
 * @param rating empty if it never registered a benchmark
 */
public record ListedNode(NodeId node, Optional<NodeStatus> status, Optional<Rating> rating) {

  /**
   * @param nowMillis Unix time
   */
  public NodeStanding standing(long nowMillis) {
    if (rating.filter(Rating::suspended).isPresent()) {
      return NodeStanding.SUSPENDED;
    }
    if (status.isEmpty()) {
      return NodeStanding.OFFLINE;
    }
    return rating.map(known -> known.standing(nowMillis)).orElse(NodeStanding.ACTIVE);
  }
}
