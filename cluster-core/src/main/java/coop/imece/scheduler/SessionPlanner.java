package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.scheduler.RouteDecision.NoRoute;
import coop.imece.scheduler.RouteDecision.Route;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans one session over the nodes that are known now. */
final class SessionPlanner {
  private static final double UNMEASURED_LAYER_SECONDS = 0.001;

  private final ServedModel model;
  private final Collection<KnownNode> nodes;
  private final double hopSeconds;

  SessionPlanner(ServedModel model, Collection<KnownNode> nodes, double hopSeconds) {
    this.model = model;
    this.nodes = nodes;
    this.hopSeconds = hopSeconds;
  }

  static RouteDecision unknown(SessionNeed need) {
    return refuse(
        NoPipelineReason.MODEL_UNKNOWN, "no node offers the model '%s'".formatted(need.model()));
  }

  RouteDecision plan(SessionNeed need) {
    if (need.positions() + 1 > model.maxContext()) {
      return refuse(
          NoPipelineReason.CONTEXT_EXCEEDED,
          "%d prompt tokens and %d to sample exceed the context of %d of %s"
              .formatted(need.promptTokens(), need.maxTokens(), model.maxContext(), model.id()));
    }
    return route(need, need.avoid(), need.positions())
        .<RouteDecision>map(stages -> new Route(model.id(), stages))
        .orElseGet(() -> whyNot(need));
  }

  private RouteDecision whyNot(SessionNeed need) {
    if (route(need, Set.of(), 0).isEmpty()) {
      var ready = candidates(need).stream().map(Candidate::layers).toList();
      var missing = Coverage.gaps(model.layers(), ready);
      var text =
          missing.isEmpty()
              ? "the ready slices of %s do not follow one another".formatted(model.id())
              : "no ready node holds the layers %s of %s".formatted(missing, model.id());
      return new NoRoute(NoPipelineReason.LAYERS_MISSING, text, missing);
    }
    if (route(need, need.avoid(), 0).isEmpty()) {
      return refuse(
          NoPipelineReason.NODES_AVOIDED,
          "every pipeline of %s runs through one of %d nodes to be avoided"
              .formatted(model.id(), need.avoid().size()));
    }
    return refuse(
        NoPipelineReason.KV_CACHE_FULL,
        "no pipeline of %s has %d free positions in its KV caches"
            .formatted(model.id(), need.positions()));
  }

  private Optional<List<Candidate>> route(SessionNeed need, Set<NodeId> avoid, long positions) {
    var usable =
        candidates(need).stream()
            .filter(c -> c.freePositions() >= positions && !avoid.contains(c.node()))
            .toList();
    return Routing.fastest(model.layers(), usable, hopSeconds);
  }

  private List<Candidate> candidates(SessionNeed need) {
    return nodes.stream()
        .filter(node -> node.ready().filter(s -> s.model().equals(model.id())).isPresent())
        .map(node -> candidate(node, node.ready().orElseThrow(), need))
        .toList();
  }

  private static Candidate candidate(KnownNode node, HeldSlice slice, SessionNeed need) {
    var free = Math.max(0, slice.freePositions() - node.plannedPositions());
    var sessions = slice.sessions() + node.plannedSessions();
    return new Candidate(
        node.id(), slice.layers(), (int) free, tokenSeconds(slice, sessions, need));
  }

  /** Each running session delays a step by half a step; the prompt's time is spread over tokens. */
  private static double tokenSeconds(HeldSlice slice, int sessions, SessionNeed need) {
    var layers = slice.layers().count();
    var decode =
        slice.speed().map(StageSpeed::decodeSeconds).orElse(UNMEASURED_LAYER_SECONDS * layers);
    var prefill = slice.speed().map(StageSpeed::prefillSeconds).orElse(decode);
    return decode * (1 + 0.5 * sessions) + prefill * need.promptTokens() / need.maxTokens();
  }

  private static NoRoute refuse(NoPipelineReason reason, String text) {
    return new NoRoute(reason, text, List.of());
  }
}
