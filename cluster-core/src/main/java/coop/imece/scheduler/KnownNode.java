package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A node as the scheduler knows it: what it said last, and what it was told.
 *
 * @param heardMillis when it last spoke
 * @param told what it is to serve; empty while nothing fits
 */
record KnownNode(NodeAdvertisement said, long heardMillis, Optional<Told> told) {

  /**
   * @param number of the command
   * @param toldMillis when it was last sent
   */
  record Told(String model, LayerRange layers, long number, long toldMillis) {
    boolean is(HeldSlice held) {
      return held.model().equals(model) && held.layers().equals(layers);
    }
  }

  KnownNode told(Told next) {
    return new KnownNode(said, heardMillis, Optional.of(next));
  }

  NodeId id() {
    return said.node();
  }

  /** The empty string when it names none. */
  String region() {
    return said.region().orElse("");
  }

  /**
   * What it was told to serve, unless it could not load it or has withdrawn it. While sessions run
   * on a paused slice it counts, so that no other node moves under them.
   */
  Optional<Told> serving() {
    var held = said.slice().filter(this::isTold);
    var gone = held.filter(s -> s.state() == SliceState.FAILED || s.withdrawn()).isPresent();
    return gone ? Optional.empty() : told;
  }

  /** The slice that sessions can be planned on. */
  Optional<HeldSlice> ready() {
    return said.slice().filter(s -> s.state() == SliceState.READY && isTold(s));
  }

  /** Whether it still has to be told, or has not done what it was told. */
  boolean differsFromTold() {
    return told.isPresent() && said.slice().filter(this::isTold).isEmpty();
  }

  /** As measured, on whatever slice of the model; empty while it serves another. */
  OptionalDouble layersPerSecond(String model) {
    return said.slice()
        .filter(held -> held.model().equals(model) && held.speed().isPresent())
        .map(held -> held.layers().count() / held.speed().get().decodeSeconds())
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  private boolean isTold(HeldSlice held) {
    return told.filter(t -> t.is(held)).isPresent();
  }
}
