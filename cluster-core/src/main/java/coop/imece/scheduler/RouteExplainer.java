package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.scheduler.RouteDecision.NoRoute;
import coop.imece.scheduler.RouteDecision.Route;
import coop.imece.scheduler.registry.Rating;
import coop.imece.scheduler.routing.Bans;
import coop.imece.scheduler.routing.Choice;
import coop.imece.scheduler.routing.Explainer;
import coop.imece.scheduler.routing.NodeVerdict;
import coop.imece.scheduler.routing.NodeVerdict.Verdict;
import coop.imece.scheduler.routing.RoundTrips;
import coop.imece.scheduler.routing.SessionNeed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Goes through all nodes and says of each why it would or would not serve a session. */
final class RouteExplainer {
  private final Map<NodeId, KnownNode> nodes;
  private final Map<String, ModelPool> pools;
  private final Bans bans;
  private final Map<NodeId, Rating> ratings;
  private final RoundTrips roundTrips;
  private final long nowMillis;

  RouteExplainer(
      Map<NodeId, KnownNode> nodes,
      Map<String, ModelPool> pools,
      Bans bans,
      Map<NodeId, Rating> ratings,
      RoundTrips roundTrips,
      long nowMillis) {
    this.ratings = ratings;
    this.roundTrips = roundTrips;
    this.nodes = nodes;
    this.pools = pools;
    this.bans = bans;
    this.nowMillis = nowMillis;
  }

  RouteExplanation explain(SessionNeed need) {
    var pool = pools.get(need.model());
    if (pool == null) {
      return new RouteExplanation(need.model(), SessionPlanner.unknown(need).text(), List.of());
    }
    var planner = new SessionPlanner(pool, bans, nowMillis);
    var decision = planner.preview(need);
    var chosen =
        decision instanceof Route route ? Optional.of(route.choice()) : Optional.<Choice>empty();
    var explainer = pool.router().explain(need, planner.banned());
    var verdicts =
        nodes.values().stream().map(node -> verdict(node, need, chosen, explainer)).toList();
    return new RouteExplanation(need.model(), summary(decision), verdicts);
  }

  private static String summary(RouteDecision decision) {
    if (decision instanceof NoRoute none) {
      return none.text();
    }
    return ((Route) decision).choice().summary();
  }

  private NodeVerdict verdict(
      KnownNode node, SessionNeed need, Optional<Choice> chosen, Explainer explainer) {
    var id = node.id();
    var held = node.said().slice().filter(s -> s.model().equals(need.model()));
    var layers = held.map(HeldSlice::layers);
    if (chosen.filter(choice -> choice.serves(id)).isPresent()) {
      return new NodeVerdict(id, layers, Verdict.CHOSEN, whyChosen(node, chosen.get().nodes()));
    }
    if (held.isEmpty()) {
      return new NodeVerdict(id, layers, Verdict.NOT_SERVING, whyIdle(node));
    }
    var state = held.get().state();
    if (state == SliceState.FAILED) {
      return new NodeVerdict(id, layers, Verdict.FAILED, "it could not open its weights");
    }
    if (state == SliceState.PAUSED) {
      return new NodeVerdict(id, layers, Verdict.PAUSED, "its owner paused it");
    }
    if (state == SliceState.DRAINING) {
      return new NodeVerdict(id, layers, Verdict.LEAVING, "it finishes its sessions and leaves");
    }
    if (state == SliceState.LOADING || node.ready().isEmpty()) {
      return new NodeVerdict(id, layers, Verdict.LOADING, "it is opening its weights");
    }
    return excluded(id, layers, need)
        .orElseGet(
            () ->
                explainer.verdict(
                    id, layers.orElseThrow(), need, chosen.map(Choice::secondsPerToken)));
  }

  /** With the round trip to the stage behind it: behind the last comes the first again. */
  private String whyChosen(KnownNode node, List<NodeId> pipeline) {
    var next = nodes.get(pipeline.get((pipeline.indexOf(node.id()) + 1) % pipeline.size()));
    if (next == node) {
      return "it is the whole pipeline";
    }
    var seconds = roundTrips.seconds(node.id(), node.region(), next.id(), next.region());
    return String.format(
        Locale.ROOT,
        "it is part of the pipeline, %.2f ms to the next stage and back",
        seconds * 1_000);
  }

  private Optional<NodeVerdict> excluded(NodeId id, Optional<LayerRange> layers, SessionNeed need) {
    var rating = ratings.get(id);
    if (rating != null && rating.suspended()) {
      var text = "it is suspended until an operator clears it: " + rating.review().orElseThrow();
      return Optional.of(new NodeVerdict(id, layers, Verdict.SUSPENDED, text));
    }
    if (need.avoid().contains(id)) {
      return Optional.of(
          new NodeVerdict(id, layers, Verdict.AVOIDED, "the request asks to avoid it"));
    }
    var until = bans.until(id, nowMillis);
    if (until.isPresent()) {
      var seconds = (until.getAsLong() - nowMillis + 999) / 1_000;
      var text = "it failed a session and is left out for %d s more".formatted(seconds);
      return Optional.of(new NodeVerdict(id, layers, Verdict.BANNED, text));
    }
    return Optional.empty();
  }

  private static String whyIdle(KnownNode node) {
    return node.told()
        .map(told -> "it is to serve layers %s of %s".formatted(told.layers(), told.model()))
        .orElseGet(
            () ->
                "not one layer of what it offers fits its %d bytes"
                    .formatted(node.said().memoryBytes()));
  }
}
