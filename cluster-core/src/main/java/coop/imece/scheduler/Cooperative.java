package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.scheduler.Change.NodeJoined;
import coop.imece.scheduler.Change.NodeLeft;
import coop.imece.scheduler.Change.PipelineChanged;
import coop.imece.scheduler.Change.SliceChanged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who is there, who serves what and who is to serve what. A model once offered stays known, so that
 * its absence is not taken for a wrong name. Owned by one actor; no clock: times are milliseconds
 * of any clock that does not go backwards.
 */
public final class Cooperative {
  private final CooperativeSettings settings;
  private final Map<NodeId, KnownNode> nodes = new LinkedHashMap<>();
  private final Map<String, ServedModel> models = new TreeMap<>();
  private final Set<String> complete = new HashSet<>();
  private final SliceAssigner assigner;

  /**
   * @param firstNumber of the commands; above those of any scheduler before this one
   */
  public Cooperative(CooperativeSettings settings, long firstNumber) {
    this.settings = settings;
    this.assigner = new SliceAssigner(settings, firstNumber);
  }

  /** Takes in what a node says of itself. A slice that it holds already is left to it. */
  public List<Change> advertised(NodeAdvertisement said, long nowMillis) {
    var before = nodes.get(said.node());
    var restarted = before != null && !before.said().startedAt().equals(said.startedAt());
    var told =
        before == null || restarted
            ? said.slice()
                .filter(held -> said.model(held.model()).isPresent())
                .map(held -> assigner.adopt(held, nowMillis))
            : before.told();
    nodes.put(said.node(), KnownNode.heard(said, nowMillis, told));
    said.models().forEach(model -> models.put(model.id(), model));
    var changes = new ArrayList<Change>();
    if (before == null) {
      changes.add(new NodeJoined(said.node()));
    } else if (restarted) {
      changes.add(new NodeLeft(said.node(), "started anew"));
      changes.add(new NodeJoined(said.node()));
    }
    said.slice()
        .filter(held -> before == null || restarted || stateDiffers(before, held))
        .map(h -> new SliceChanged(said.node(), h.model(), h.layers(), h.state()))
        .ifPresent(changes::add);
    return withPipelines(changes);
  }

  /** Forgets a node. */
  public List<Change> left(NodeId node, String why) {
    return nodes.remove(node) == null
        ? List.of()
        : withPipelines(new ArrayList<>(List.of(new NodeLeft(node, why))));
  }

  /** Forgets the nodes that have been silent for too long. */
  public List<Change> expire(long nowMillis) {
    var limit = settings.forgetAfter();
    var silent =
        nodes.values().stream()
            .filter(node -> nowMillis - node.heardMillis() > limit.toMillis())
            .map(KnownNode::id)
            .toList();
    var changes = new ArrayList<Change>();
    for (var node : silent) {
      nodes.remove(node);
      changes.add(new NodeLeft(node, "silent for %s s".formatted(limit.toSeconds())));
    }
    return silent.isEmpty() ? changes : withPipelines(changes);
  }

  /** The commands that are due: for nodes without a slice, for gaps, and repetitions. */
  public List<Assignment> assign(long nowMillis) {
    return assigner.due(models.values(), nodes, nowMillis);
  }

  /** Plans a session and counts it on its nodes until they speak again. */
  public RouteDecision plan(SessionNeed need) {
    var decision =
        Optional.ofNullable(models.get(need.model()))
            .map(m -> new SessionPlanner(m, nodes.values(), settings.hopSeconds()).plan(need))
            .orElseGet(() -> SessionPlanner.unknown(need));
    if (decision instanceof RouteDecision.Route route) {
      for (var stage : route.stages()) {
        nodes.computeIfPresent(
            stage.node(), (id, node) -> node.planned(Math.toIntExact(need.positions())));
      }
    }
    return decision;
  }

  public CooperativeStatus status() {
    return StatusReport.of(models.values(), nodes.values());
  }

  private static boolean stateDiffers(KnownNode before, HeldSlice held) {
    Optional<HeldSlice> earlier = before.said().slice();
    return earlier
        .filter(e -> e.state() == held.state() && e.layers().equals(held.layers()))
        .filter(e -> e.model().equals(held.model()))
        .isEmpty();
  }

  private List<Change> withPipelines(List<Change> changes) {
    if (!changes.isEmpty()) {
      for (var model : status().models()) {
        var differs = model.complete() ? complete.add(model.id()) : complete.remove(model.id());
        if (differs) {
          changes.add(new PipelineChanged(model.id(), model.complete()));
        }
      }
    }
    return List.copyOf(changes);
  }
}
