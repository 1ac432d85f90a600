package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.scheduler.routing.RoutableSlice;
import coop.imece.scheduler.routing.Router;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The nodes that serve one model, or were told to, summed up as they change. */
final class ModelPool {
  /** Until the first measurement. */
  private static final double FIRST_LAYERS_PER_SECOND = 1_000;

  private static final double WEIGHT_OF_NEWEST = 0.05;

  private final ServedModel model;
  private final Router router;
  private final Predicate<NodeId> suspended;
  private final ToDoubleFunction<NodeId> access;
  private final SliceLoad planned;
  private final SliceLoad ready;
  private final Map<NodeId, Counted> counted = new HashMap<>();
  private Optional<NodeId> draining = Optional.empty();
  private double typicalLayersPerSecond = FIRST_LAYERS_PER_SECOND;
  private boolean measured;

  /**
   * @param slice as it was counted
   * @param rate as it was counted, positions a second
   */
  private record Counted(KnownNode node, LayerRange slice, double rate, boolean ready) {}

  /**
   * @param suspended nodes that must not serve
   * @param access what a node's own line adds to a round trip, in seconds
   */
  ModelPool(
      ServedModel model,
      Router router,
      Predicate<NodeId> suspended,
      ToDoubleFunction<NodeId> access) {
    this.suspended = suspended;
    this.access = access;
    this.model = model;
    this.router = router;
    this.planned = new SliceLoad(model.layers());
    this.ready = new SliceLoad(model.layers());
  }

  ServedModel model() {
    return model;
  }

  Router router() {
    return router;
  }

  /** What nodes serve or were told to serve. */
  SliceLoad planned() {
    return planned;
  }

  /** What sessions can be planned on. */
  SliceLoad ready() {
    return ready;
  }

  int nodes() {
    return counted.size();
  }

  Collection<Member> members() {
    var members = new ArrayList<Member>(counted.size());
    counted.values().forEach(c -> members.add(member(c.node)));
    return members;
  }

  Member member(KnownNode node) {
    return new Member(
        node.id(),
        node.said().memoryBytes(),
        node.layersPerSecond(model.id()).orElse(typicalLayersPerSecond),
        node.said().forcedLayers(),
        node.told().filter(t -> t.model().equals(model.id())).map(KnownNode.Told::layers));
  }

  /** Takes in what is known of a node now, whether or not it serves this model. */
  void update(KnownNode node) {
    remove(node.id());
    var slice = node.serving().filter(t -> t.model().equals(model.id()));
    if (slice.isPresent()) {
      learnSpeed(node);
      var rate = member(node).rate(slice.get().layers());
      var held = node.ready().filter(h -> !suspended.test(node.id()));
      planned.add(slice.get().layers(), rate);
      held.ifPresent(h -> ready.add(h.layers(), rate));
      counted.put(node.id(), new Counted(node, slice.get().layers(), rate, held.isPresent()));
      route(node, held);
    } else {
      router.remove(node.id());
    }
  }

  /** Nodes on which nothing runs, and without any one of which the pipeline is still complete. */
  List<KnownNode> spare() {
    return counted.values().stream()
        .filter(c -> c.node.said().forcedLayers().isEmpty())
        .filter(c -> c.node.said().slice().filter(held -> held.sessions() > 0).isEmpty())
        .filter(c -> planned.chain().complete() && planned.chainWithout(c.slice).complete())
        .map(Counted::node)
        .toList();
  }

  /** Plans no more sessions on a node, so that it can move. */
  void drain(NodeId node) {
    draining = Optional.of(node);
    router.remove(node);
  }

  void drained() {
    draining = Optional.empty();
  }

  /** Whether all nodes are ready with what they were told. */
  boolean settled() {
    return counted.values().stream().allMatch(Counted::ready);
  }

  /** Forgets a node that left. */
  void left(NodeId node) {
    remove(node);
    router.remove(node);
  }

  private void remove(NodeId node) {
    var before = counted.remove(node);
    if (before != null) {
      planned.remove(before.slice, before.rate);
      if (before.ready) {
        ready.remove(before.slice, before.rate);
      }
    }
  }

  /** What a node that was not measured yet counts as. */
  private void learnSpeed(KnownNode node) {
    node.layersPerSecond(model.id())
        .ifPresent(
            speed -> {
              typicalLayersPerSecond =
                  measured
                      ? typicalLayersPerSecond + WEIGHT_OF_NEWEST * (speed - typicalLayersPerSecond)
                      : speed;
              measured = true;
            });
  }

  private void route(KnownNode node, Optional<HeldSlice> held) {
    if (held.isEmpty() || draining.equals(Optional.of(node.id()))) {
      router.remove(node.id());
      return;
    }
    var slice = held.get();
    var unmeasured = slice.layers().count() / typicalLayersPerSecond;
    var alone = slice.layers().equals(model.allLayers());
    router.put(
        node.id(),
        new RoutableSlice(
            slice.layers(),
            node.said().region().orElse(""),
            slice.freePositions(),
            slice.sessions(),
            slice.speed().orElseGet(() -> new StageSpeed(unmeasured, unmeasured)),
            alone ? 0 : access.applyAsDouble(node.id())));
  }

  /** The layers that no ready slice holds. */
  List<LayerRange> missing() {
    return Coverage.gaps(ready.holdersPerLayer());
  }
}
