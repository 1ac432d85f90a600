package coop.imece.scheduler.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import coop.imece.core.NodeId;

/** What the scheduler's journal keeps. Every value that a multiplier ever had stands in it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FactEvent.NodeRegistered.class, name = "registered"),
  @JsonSubTypes.Type(value = FactEvent.HardwareChanged.class, name = "hardware-changed"),
  @JsonSubTypes.Type(value = FactEvent.NodeRemeasured.class, name = "remeasured"),
  @JsonSubTypes.Type(value = FactEvent.MultiplierCapped.class, name = "capped"),
  @JsonSubTypes.Type(value = FactEvent.TaskRecorded.class, name = "task"),
  @JsonSubTypes.Type(value = FactEvent.ReviewOpened.class, name = "review-opened"),
  @JsonSubTypes.Type(value = FactEvent.ReviewCleared.class, name = "review-cleared")
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
}
