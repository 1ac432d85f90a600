package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.Optional;

/**
 * A node as the scheduler knows it: what it said last, and what it was told.
 *
 * @param heardMillis when it last spoke
 * @param told what it is to serve; empty while nothing fits
 * @param plannedPositions given to sessions since it last spoke
 * @param plannedSessions planned since it last spoke
 */
record KnownNode(
    NodeAdvertisement said,
    long heardMillis,
    Optional<Told> told,
    long plannedPositions,
    int plannedSessions) {

  /**
   * @param number of the command
   * @param toldMillis when it was last sent
   */
  record Told(String model, LayerRange layers, long number, long toldMillis) {
    boolean is(HeldSlice held) {
      return held.model().equals(model) && held.layers().equals(layers);
    }
  }

  static KnownNode heard(NodeAdvertisement said, long nowMillis, Optional<Told> told) {
    return new KnownNode(said, nowMillis, told, 0, 0);
  }

  KnownNode told(Told next) {
    return new KnownNode(said, heardMillis, Optional.of(next), plannedPositions, plannedSessions);
  }

  KnownNode planned(int positions) {
    return new KnownNode(
        said, heardMillis, told, plannedPositions + positions, plannedSessions + 1);
  }

  NodeId id() {
    return said.node();
  }

  boolean hasFailed() {
    return said.slice().filter(s -> s.state() == SliceState.FAILED && isTold(s)).isPresent();
  }

  /** The slice that sessions can be planned on. */
  Optional<HeldSlice> ready() {
    return said.slice().filter(s -> s.state() == SliceState.READY && isTold(s));
  }

  /** Whether it still has to be told, or has not done what it was told. */
  boolean differsFromTold() {
    return told.isPresent() && said.slice().filter(this::isTold).isEmpty();
  }

  boolean serves(String model) {
    return !hasFailed() && told.filter(t -> t.model().equals(model)).isPresent();
  }

  private boolean isTold(HeldSlice held) {
    return told.filter(t -> t.is(held)).isPresent();
  }
}
