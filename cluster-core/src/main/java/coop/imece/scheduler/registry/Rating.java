package coop.imece.scheduler.registry;

import coop.imece.core.NodeId;
import coop.imece.scheduler.hardware.HardwareClass;
import coop.imece.scheduler.reliability.NodeStanding;
import java.util.Optional;

/**
 * What a node's work is worth: {@code m4} and {@code r4} in 1/10,000.
 *
 * @param quarantineUntilMillis Unix time before which nothing is issued to it
 */
public record Rating(
    NodeId node,
    HardwareClass hardwareClass,
    int m4,
    int r4,
    Optional<ReviewReason> review,
    long quarantineUntilMillis) {

  public boolean suspended() {
    return review.isPresent();
  }

  /** The standing of a node that is there. */
  public NodeStanding standing(long nowMillis) {
    if (suspended()) {
      return NodeStanding.SUSPENDED;
    }
    return nowMillis < quarantineUntilMillis ? NodeStanding.QUARANTINE : NodeStanding.ACTIVE;
  }
}
