package coop.imece.scheduler.routing;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.scheduler.routing.Choice.Because;
import coop.imece.scheduler.routing.Choice.Stage;
import coop.imece.scheduler.routing.Paths.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Plans the sessions of one model. The fastest pipeline is taken, with two exceptions: a node to
 * which its minimum share is owed is served first, if that is not much slower; and of pipelines
 * that are equally fast the one with the best grid score is taken.
 */
public final class Router {
  /** How many nodes that are owed a session are tried for one plan. */
  private static final int MOST_OWED_TRIED = 4;

  private final int layers;
  private final RoutingSettings settings;
  private final RoundTrips roundTrips;
  private final ToDoubleFunction<String> gridScore;
  private final SliceTable table = new SliceTable();
  private final FairShares shares;
  private long plannedSessions;

  /**
   * @param gridScore P_grid of a region
   */
  public Router(
      int layers,
      RoutingSettings settings,
      RoundTrips roundTrips,
      ToDoubleFunction<String> gridScore) {
    this.layers = layers;
    this.settings = settings;
    this.roundTrips = roundTrips;
    this.gridScore = gridScore;
    this.shares = new FairShares(table, layers, settings.minimumShare());
  }

  /** Enters or updates a node's ready slice. */
  public void put(NodeId node, RoutableSlice slice) {
    table.put(node, slice, plannedSessions);
  }

  public void remove(NodeId node) {
    table.remove(node);
  }

  /** Empty when no pipeline can serve the session. */
  public Optional<Choice> choose(SessionNeed need, Set<NodeId> banned) {
    var costs = costs(need, List.of(need.avoid(), banned), need.positions());
    var paths = paths();
    return paths.cheapest(costs.ofBucket).map(path -> choose(paths, costs, path));
  }

  /** Counts a session on its nodes, until they advertise themselves again. */
  public void count(Choice choice, SessionNeed need) {
    plannedSessions++;
    var slots = choice.stages().stream().map(stage -> table.slot(stage.node())).toList();
    for (var slot : slots) {
      table.sessions[slot]++;
      table.freePositions[slot] -= Math.toIntExact(need.positions());
    }
    shares.served(slots, plannedSessions);
  }

  /** Whether any pipeline could serve the session, the conditions left out that are not given. */
  public boolean possible(SessionNeed need, Set<NodeId> excluded, long positions) {
    var costs = costs(need, List.of(excluded), positions);
    return paths().cheapest(costs.ofBucket).isPresent();
  }

  /** Why each node was or was not chosen, if the session were planned now. Counts nothing. */
  public Explainer explain(SessionNeed need, Set<NodeId> banned) {
    return new Explainer(
        table, paths(), costs(need, List.of(need.avoid(), banned), need.positions()));
  }

  private SlotCosts costs(SessionNeed need, List<Set<NodeId>> excluded, long positions) {
    var excludedSlots = new BitSet(table.size());
    for (var nodes : excluded) {
      for (var node : nodes) {
        if (table.slot(node) >= 0) {
          excludedSlots.set(table.slot(node));
        }
      }
    }
    return SlotCosts.of(table, need, settings.sessionWeight(), excludedSlots, positions);
  }

  private Paths paths() {
    var buckets = table.buckets();
    return new Paths(layers, buckets, roundTrips.table(buckets.regions()));
  }

  private Choice choose(Paths paths, SlotCosts costs, Path fastest) {
    var limit = fastest.cost() * (1 + settings.minimumShareSlowdown());
    for (var slot : shares.owed(plannedSessions, MOST_OWED_TRIED)) {
      var path = through(slot, paths, costs);
      if (path.isPresent() && path.get().cost() <= limit) {
        costs.bestSlot[table.bucket[slot]] = slot;
        return choice(paths, costs, path.get(), fastest, Because.MINIMUM_SHARE);
      }
      if (path.isPresent()) {
        shares.waive(slot, plannedSessions);
      }
    }
    var path = gridChoice(paths).choose(costs.ofBucket, fastest);
    return choice(paths, costs, path, fastest, path == fastest ? Because.FASTEST : Because.GRID);
  }

  private Optional<Path> through(int slot, Paths paths, SlotCosts costs) {
    return costs.ofSlot[slot] == SlotCosts.UNUSABLE
        ? Optional.empty()
        : paths.cheapest(paths.onlyThrough(table.bucket[slot], costs.ofSlot[slot], costs.ofBucket));
  }

  private Choice choice(Paths paths, SlotCosts costs, Path path, Path fastest, Because because) {
    var stages =
        path.buckets().stream()
            .map(number -> new Stage(table.node[costs.bestSlot[number]], layersOf(number)))
            .toList();
    var score = gridChoice(paths).score(path);
    return new Choice(stages, path.cost(), fastest.cost(), score, because);
  }

  private LayerRange layersOf(int bucket) {
    return table.buckets().get(bucket).layers();
  }

  private GridChoice gridChoice(Paths paths) {
    return new GridChoice(table.buckets(), paths, layers, gridScore, settings.gridBand());
  }
}
