package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.scheduler.KnownNode.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Decides which commands nodes are due: a first slice, a move that closes a gap, a repetition. */
final class SliceAssigner {
  private final CooperativeSettings settings;
  private final Map<String, Long> incompleteSince = new HashMap<>();
  private long nextNumber;

  SliceAssigner(CooperativeSettings settings, long firstNumber) {
    this.settings = settings;
    this.nextNumber = firstNumber;
  }

  /** A slice that a node holds before it was told anything is as if it had been told. */
  Told adopt(HeldSlice held, long nowMillis) {
    return new Told(held.model(), held.layers(), nextNumber++, nowMillis);
  }

  /** Marks in {@code nodes} what each is told. */
  List<Assignment> due(
      Collection<ServedModel> models, Map<NodeId, KnownNode> nodes, long nowMillis) {
    var due = new ArrayList<Assignment>();
    placeIdle(nodes, nowMillis, due);
    models.forEach(model -> closeGap(model, nodes, nowMillis, due));
    tellAgain(nodes, nowMillis, due);
    return List.copyOf(due);
  }

  private void placeIdle(Map<NodeId, KnownNode> nodes, long nowMillis, List<Assignment> due) {
    var idle = nodes.values().stream().filter(node -> node.told().isEmpty()).toList();
    for (var node : idle) {
      for (var model : preferred(node, nodes.values())) {
        var others = members(model, nodes.values());
        var joining = member(model, node, averageLayersPerSecond(nodes.values()));
        var layers = placement(model).choose(joining, others);
        if (layers.isPresent()) {
          tell(nodes, node, model.id(), layers.get(), nowMillis, due);
          break;
        }
      }
    }
  }

  /** Models that are not complete come first, then the node's own order. */
  private List<ServedModel> preferred(KnownNode node, Collection<KnownNode> nodes) {
    var incomplete = new ArrayList<ServedModel>();
    var others = new ArrayList<ServedModel>();
    for (var model : node.said().models()) {
      (planned(model, nodes).complete() ? others : incomplete).add(model);
    }
    incomplete.addAll(others);
    return incomplete;
  }

  private void closeGap(
      ServedModel model, Map<NodeId, KnownNode> nodes, long nowMillis, List<Assignment> due) {
    if (planned(model, nodes.values()).complete()) {
      incompleteSince.remove(model.id());
      return;
    }
    var since = incompleteSince.computeIfAbsent(model.id(), id -> nowMillis);
    var members = members(model, nodes.values());
    if (nowMillis - since >= patience(members.size()).toMillis()) {
      new GapRepair(model, settings.placement())
          .moves(members)
          .forEach((id, s) -> tell(nodes, nodes.get(id), model.id(), s, nowMillis, due));
    }
  }

  private Duration patience(int members) {
    return members < settings.placement().minStages()
        ? settings.joinPatience()
        : settings.gapPatience();
  }

  private void tellAgain(Map<NodeId, KnownNode> nodes, long nowMillis, List<Assignment> due) {
    var limit = settings.tellAgainAfter().toMillis();
    for (var node : List.copyOf(nodes.values())) {
      var late = node.told().filter(told -> nowMillis - told.toldMillis() >= limit);
      if (late.isPresent() && node.differsFromTold()) {
        var told = late.get();
        var again = new Told(told.model(), told.layers(), nextNumber++, nowMillis);
        nodes.put(node.id(), node.told(again));
        due.add(new Assignment(node.id(), told.model(), told.layers(), again.number(), true));
      }
    }
  }

  private void tell(
      Map<NodeId, KnownNode> nodes,
      KnownNode node,
      String model,
      LayerRange layers,
      long nowMillis,
      List<Assignment> due) {
    var told = new Told(model, layers, nextNumber++, nowMillis);
    nodes.put(node.id(), node.told(told));
    due.add(new Assignment(node.id(), model, layers, told.number(), false));
  }

  /** Whether the slices that nodes serve or were told to serve make a pipeline. */
  private static Chain planned(ServedModel model, Collection<KnownNode> nodes) {
    var slices =
        nodes.stream()
            .filter(node -> node.serves(model.id()))
            .flatMap(node -> node.told().map(Told::layers).stream())
            .toList();
    return Chain.of(model.layers(), slices);
  }

  private static List<Member> members(ServedModel model, Collection<KnownNode> nodes) {
    var unmeasured = averageLayersPerSecond(nodes);
    return nodes.stream()
        .filter(node -> node.serves(model.id()))
        .map(node -> member(model, node, unmeasured))
        .toList();
  }

  private static Member member(ServedModel model, KnownNode node, double unmeasured) {
    return new Member(
        node.id(),
        node.said().memoryBytes(),
        layersPerSecond(node).orElse(unmeasured),
        node.said().forcedLayers(),
        node.told().filter(t -> t.model().equals(model.id())).map(Told::layers));
  }

  /** What a node that was not measured yet counts as. */
  private static double averageLayersPerSecond(Collection<KnownNode> nodes) {
    return nodes.stream()
        .flatMapToDouble(node -> layersPerSecond(node).stream())
        .average()
        .orElse(1.0);
  }

  private static OptionalDouble layersPerSecond(KnownNode node) {
    var slice = node.said().slice();
    var speed = slice.flatMap(HeldSlice::speed);
    return speed.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(slice.orElseThrow().layers().count() / speed.get().decodeSeconds());
  }

  private Placement placement(ServedModel model) {
    return new Placement(model, settings.placement());
  }
}
