package coop.imece.scheduler.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.scheduler.hardware.HardwareClass;
import coop.imece.scheduler.reliability.NodeStanding;

/** What the scheduler's journal keeps. Every value that a multiplier ever had stands in it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FactEvent.NodeRegistered.class, name = "registered"),
  @JsonSubTypes.Type(value = FactEvent.HardwareChanged.class, name = "hardware-changed"),
  @JsonSubTypes.Type(value = FactEvent.NodeRemeasured.class, name = "remeasured"),
  @JsonSubTypes.Type(value = FactEvent.MultiplierCapped.class, name = "capped"),
  @JsonSubTypes.Type(value = FactEvent.TaskRecorded.class, name = "task"),
  @JsonSubTypes.Type(value = FactEvent.ReviewOpened.class, name = "review-opened"),
  @JsonSubTypes.Type(value = FactEvent.ReviewCleared.class, name = "review-cleared"),
  @JsonSubTypes.Type(value = FactEvent.NodeAway.class, name = "away"),
  @JsonSubTypes.Type(value = FactEvent.NodeReturned.class, name = "returned"),
  @JsonSubTypes.Type(value = FactEvent.NodeRated.class, name = "rated")
})
public sealed interface FactEvent {

  record NodeRegistered(Measurement measurement, int m4) implements FactEvent {}

  /**
   * @param quarantineUntilMillis Unix time, 0 when the new hardware is not faster
   */
  record HardwareChanged(Measurement measurement, int m4, int changes, long quarantineUntilMillis)
      implements FactEvent {}

  /** The same hardware gave another result, or the node has another wallet. */
  record NodeRemeasured(Measurement measurement, int m4) implements FactEvent {}

  record MultiplierCapped(NodeId node, int m4) implements FactEvent {}

  record TaskRecorded(NodeId node, boolean completed) implements FactEvent {}

  record ReviewOpened(NodeId node, ReviewReason reason) implements FactEvent {}

  record ReviewCleared(NodeId node) implements FactEvent {}

  record NodeAway(NodeId node) implements FactEvent {}

  record NodeReturned(NodeId node) implements FactEvent {}

  /**
   * What a node's work is worth from here on: follows whatever changed it, and says why. What the
   * ledger records of nodes comes from these.
   *
   * @param publicKey of the node, raw Ed25519
   * @param m4 multiplier in 1/10,000
   * @param r4 reliability in 1/10,000
   */
  record NodeRated(
      Bytes publicKey,
      HardwareClass hardwareClass,
      int m4,
      int r4,
      NodeStanding standing,
      String reason)
      implements FactEvent {
    public NodeId node() {
      return NodeId.of(publicKey.array());
    }

    /** Whether it says the same, for whatever reason. */
    boolean equalsInValue(NodeRated other) {
      return publicKey.equals(other.publicKey)
          && hardwareClass == other.hardwareClass
          && m4 == other.m4
          && r4 == other.r4
          && standing == other.standing;
    }
  }
}
