package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.scheduler.Change.NodeJoined;
import coop.imece.scheduler.Change.NodeLeft;
import coop.imece.scheduler.Change.PipelineChanged;
import coop.imece.scheduler.Change.SliceChanged;
import coop.imece.scheduler.Change.StandingChanged;
import coop.imece.scheduler.registry.Rating;
import coop.imece.scheduler.routing.Bans;
import coop.imece.scheduler.routing.RoundTrips;
import coop.imece.scheduler.routing.Router;
import coop.imece.scheduler.routing.SessionNeed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Who is there, who serves what and who is to serve what. A model once offered stays known, so that
 * its absence is not taken for a wrong name. Owned by one actor; no clock: times are milliseconds
 * of any clock that does not go backwards.
 */
public final class Cooperative {
  private final CooperativeSettings settings;
  private final ToDoubleFunction<String> gridScore;
  private final RoundTrips roundTrips;
  private final Bans bans;
  private final Map<NodeId, KnownNode> nodes = new LinkedHashMap<>();
  private final Map<String, ModelPool> pools = new TreeMap<>();
  private final Map<NodeId, Rating> ratings = new HashMap<>();
  private final Set<String> complete = new HashSet<>();
  private final Demand demand;
  private final SliceAssigner assigner;

  /**
   * @param gridScore P_grid of a region, {@code ""} for nodes that name none
   * @param firstNumber of the commands; above those of any scheduler before this one
   */
  public Cooperative(
      CooperativeSettings settings, ToDoubleFunction<String> gridScore, long firstNumber) {
    this.settings = settings;
    this.gridScore = gridScore;
    this.roundTrips = new RoundTrips(settings.hopTime().toNanos() / 1e9);
    this.bans = new Bans(settings.firstBan().toMillis(), settings.longestBan().toMillis());
    this.demand = new Demand(settings.demandHalfLife());
    this.assigner = new SliceAssigner(settings, nodes, pools, demand, firstNumber);
  }

  /** Takes in what a node says of itself. A slice that it holds already is left to it. */
  public List<Change> advertised(NodeAdvertisement said, long nowMillis) {
    said.models().forEach(this::learn);
    var before = nodes.get(said.node());
    var joins = before == null || !before.said().startedAt().equals(said.startedAt());
    var held = said.slice().filter(slice -> said.model(slice.model()).isPresent());
    var told = joins ? held.map(h -> assigner.adopt(h, nowMillis)) : before.told();
    var now = new KnownNode(said, nowMillis, told);
    nodes.put(said.node(), now);
    said.seen().roundTrips().forEach(trip -> measured(now, trip));
    pools.values().forEach(pool -> pool.update(now));
    var changes = new ArrayList<Change>();
    if (joins) {
      if (before != null) {
        changes.add(new NodeLeft(said.node(), "started anew"));
      }
      changes.add(new NodeJoined(said.node()));
      assigner.joined(now);
    }
    said.slice()
        .filter(slice -> joins || differs(before, slice))
        .map(s -> new SliceChanged(said.node(), s.model(), s.layers(), s.state()))
        .ifPresent(changes::add);
    return withPipelines(changes);
  }

  /** Whether the node is known from a process that started later than the one that says this. */
  public boolean isSuperseded(NodeAdvertisement said) {
    var known = nodes.get(said.node());
    return known != null && known.said().startedAt().isAfter(said.startedAt());
  }

  /** Forgets a node. */
  public List<Change> left(NodeId node, String why) {
    if (nodes.remove(node) == null) {
      return List.of();
    }
    pools.values().forEach(pool -> pool.left(node));
    roundTrips.left(node);
    return withPipelines(new ArrayList<>(List.of(new NodeLeft(node, why))));
  }

  /** Forgets the nodes that have been silent for too long. */
  public List<Change> expire(long nowMillis) {
    bans.expire(nowMillis);
    var limit = settings.forgetAfter();
    var why = "silent for %s s".formatted(limit.toSeconds());
    return nodes.values().stream()
        .filter(node -> nowMillis - node.heardMillis() > limit.toMillis())
        .map(KnownNode::id)
        .toList()
        .stream()
        .flatMap(node -> left(node, why).stream())
        .toList();
  }

  /** The commands that are due at once: first slices of nodes that joined. */
  public List<Assignment> place(long nowMillis) {
    return assigner.place(nowMillis);
  }

  /** The commands that are due with time: moves that close gaps, and repetitions. */
  public List<Assignment> repair(long nowMillis) {
    return assigner.repair(nowMillis);
  }

  /** Plans a session and counts it on its nodes until they speak again. */
  public RouteDecision plan(SessionNeed need, long nowMillis) {
    var pool = pools.get(need.model());
    if (pool == null) {
      return SessionPlanner.unknown(need);
    }
    demand.asked(need.model(), need.positions(), nowMillis);
    return new SessionPlanner(pool, bans, nowMillis).plan(need);
  }

  /** Says why each node would or would not serve a session planned now. */
  public RouteExplanation explain(SessionNeed need, long nowMillis) {
    return new RouteExplainer(nodes, pools, bans, ratings, roundTrips, nowMillis).explain(need);
  }

  /** A session ended at these nodes, well or not. */
  public void sessionEnded(Set<NodeId> completed, Set<NodeId> failed, long nowMillis) {
    failed.forEach(node -> bans.failed(node, nowMillis));
    completed.forEach(node -> bans.succeeded(node, nowMillis));
  }

  /** Takes in what a node's work is worth; a suspended node serves no more sessions. */
  public List<Change> rated(Rating rating) {
    var before = ratings.put(rating.node(), rating);
    var node = nodes.get(rating.node());
    var was = before != null && before.suspended();
    if (node == null || was == rating.suspended()) {
      return List.of();
    }
    pools.values().forEach(pool -> pool.update(node));
    var standing = new StandingChanged(rating.node(), rating.review());
    return withPipelines(new ArrayList<>(List.of(standing)));
  }

  /** Empty for a node that never registered a benchmark. */
  public Optional<Rating> rating(NodeId node) {
    return Optional.ofNullable(ratings.get(node));
  }

  /** For a node that is there. */
  public StageProfile profile(NodeId node) {
    var said = nodes.get(node).said();
    return new StageProfile(
        node, said.region(), said.slice().flatMap(HeldSlice::speed), said.watts());
  }

  private boolean suspended(NodeId node) {
    return rating(node).filter(Rating::suspended).isPresent();
  }

  public CooperativeStatus status() {
    return new StatusReport(nodes, roundTrips).of(pools.values());
  }

  public NodeList list() {
    return new StatusReport(nodes, roundTrips).list(ratings);
  }

  private void measured(KnownNode node, RoundTrip trip) {
    var peer = nodes.get(trip.peer());
    if (peer != null && peer != node) {
      roundTrips.measured(node.id(), node.region(), trip.peer(), peer.region(), trip.seconds());
    }
  }

  private void learn(ServedModel model) {
    var pool = pools.get(model.id());
    if (pool == null || !pool.model().equals(model) && pool.nodes() == 0) {
      var router = new Router(model.layers(), settings.routing(), roundTrips, gridScore);
      pools.put(
          model.id(), new ModelPool(model, router, this::suspended, roundTrips::accessSeconds));
    }
  }

  private static boolean differs(KnownNode before, HeldSlice held) {
    return before
        .said()
        .slice()
        .filter(e -> e.state() == held.state() && e.layers().equals(held.layers()))
        .filter(e -> e.model().equals(held.model()))
        .isEmpty();
  }

  private List<Change> withPipelines(List<Change> changes) {
    if (!changes.isEmpty()) {
      for (var pool : pools.values()) {
        var id = pool.model().id();
        var now = pool.ready().chain().complete();
        if (now ? complete.add(id) : complete.remove(id)) {
          changes.add(new PipelineChanged(id, now));
        }
      }
    }
    return changes;
  }
}
