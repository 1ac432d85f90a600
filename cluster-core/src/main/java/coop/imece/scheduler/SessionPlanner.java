package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.scheduler.RouteDecision.NoRoute;
import coop.imece.scheduler.RouteDecision.Route;
import coop.imece.scheduler.routing.Bans;
import coop.imece.scheduler.routing.SessionNeed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Plans one session of one model now. */
final class SessionPlanner {
  /** Banned nodes, each of which costs a search for a pipeline where there is none without them. */
  private static final int MOST_TRIED = 64;

  private final ModelPool pool;
  private final Bans bans;
  private final long nowMillis;

  SessionPlanner(ModelPool pool, Bans bans, long nowMillis) {
    this.pool = pool;
    this.bans = bans;
    this.nowMillis = nowMillis;
  }

  static NoRoute unknown(SessionNeed need) {
    return refuse(
        NoPipelineReason.MODEL_UNKNOWN, "no node offers the model '%s'".formatted(need.model()));
  }

  /** Banned nodes serve only where there is no pipeline without them, and as few as it takes. */
  RouteDecision plan(SessionNeed need) {
    var decision = preview(need);
    if (decision instanceof Route route) {
      pool.router().count(route.choice(), need);
    }
    return decision;
  }

  /** The same without counting the session on its nodes. */
  RouteDecision preview(SessionNeed need) {
    var model = pool.model();
    if (need.positions() + 1 > model.maxContext()) {
      return refuse(
          NoPipelineReason.CONTEXT_EXCEEDED,
          "%d prompt tokens and %d to sample exceed the context of %d of %s"
              .formatted(need.promptTokens(), need.maxTokens(), model.maxContext(), model.id()));
    }
    return pool.router()
        .choose(need, banned())
        .or(() -> pool.router().choose(need, leftOut(need)))
        .<RouteDecision>map(choice -> new Route(model.id(), choice))
        .orElseGet(() -> whyNot(need));
  }

  Set<NodeId> banned() {
    return Set.copyOf(bans.banned(nowMillis));
  }

  /**
   * The banned nodes without which there is a pipeline: who failed last is the least likely to
   * work, so it comes back last.
   */
  private Set<NodeId> leftOut(SessionNeed need) {
    var leftOut = new HashSet<NodeId>();
    for (var node : bans.banned(nowMillis).stream().limit(MOST_TRIED).toList()) {
      var excluded = new HashSet<>(need.avoid());
      excluded.addAll(leftOut);
      excluded.add(node);
      if (pool.router().possible(need, excluded, need.positions())) {
        leftOut.add(node);
      }
    }
    return leftOut;
  }

  private NoRoute whyNot(SessionNeed need) {
    var id = pool.model().id();
    if (!pool.ready().chain().complete()) {
      var missing = pool.missing();
      var text =
          missing.isEmpty()
              ? "the ready slices of %s do not follow one another".formatted(id)
              : "no ready node holds the layers %s of %s".formatted(missing, id);
      return new NoRoute(NoPipelineReason.LAYERS_MISSING, text, missing);
    }
    if (!pool.router().possible(need, need.avoid(), 0)) {
      return refuse(
          NoPipelineReason.NODES_AVOIDED,
          "every pipeline of %s runs through one of %d nodes to be avoided"
              .formatted(id, need.avoid().size()));
    }
    return refuse(
        NoPipelineReason.KV_CACHE_FULL,
        "no pipeline of %s has %d free positions in its KV caches".formatted(id, need.positions()));
  }

  private static NoRoute refuse(NoPipelineReason reason, String text) {
    return new NoRoute(reason, text, List.of());
  }
}
