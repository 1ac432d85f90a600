package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.scheduler.KnownNode.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Decides which commands nodes are due: a first slice, a move that closes a gap, a repetition. */
final class SliceAssigner {
  private final CooperativeSettings settings;
  private final Map<NodeId, KnownNode> nodes;
  private final Map<String, ModelPool> pools;
  private final Demand demand;
  private final Map<String, Long> incompleteSince = new HashMap<>();
  private final RandomGenerator random;
  private final Rebalancer rebalancer;
  private final Map<String, Drain> drains = new HashMap<>();
  private final Map<String, Long> nextRebalanceMillis = new HashMap<>();
  private final Set<NodeId> joined = new LinkedHashSet<>();
  private long nextNumber;

  private record Drain(Rebalancer.Move move, long sinceMillis) {}

  /** Nodes and pools are the cooperative's own; what nodes are told is entered in them. */
  SliceAssigner(
      CooperativeSettings settings,
      Map<NodeId, KnownNode> nodes,
      Map<String, ModelPool> pools,
      Demand demand,
      long firstNumber) {
    this.settings = settings;
    this.nodes = nodes;
    this.pools = pools;
    this.demand = demand;
    this.nextNumber = firstNumber;
    this.random = new SplittableRandom(firstNumber);
    this.rebalancer = new Rebalancer(settings.placement(), settings.rebalanceGain(), random);
  }

  /** A slice that a node holds before it was told anything is as if it had been told. */
  Told adopt(HeldSlice held, long nowMillis) {
    return new Told(held.model(), held.layers(), nextNumber++, nowMillis);
  }

  void joined(KnownNode node) {
    if (node.told().isEmpty()) {
      joined.add(node.id());
    }
  }

  /** First slices of the nodes that joined since the last call. */
  List<Assignment> place(long nowMillis) {
    var due = new ArrayList<Assignment>();
    joined.forEach(id -> place(nodes.get(id), nowMillis, due));
    joined.clear();
    return due;
  }

  /** Moves that close gaps, and commands that had no effect. */
  List<Assignment> repair(long nowMillis) {
    var due = new ArrayList<Assignment>();
    pools.values().forEach(pool -> closeGap(pool, nowMillis, due));
    pools.values().forEach(pool -> rebalance(pool, nowMillis, due));
    List.copyOf(nodes.values()).forEach(node -> tellAgain(node, nowMillis, due));
    return due;
  }

  private void place(KnownNode node, long nowMillis, List<Assignment> due) {
    if (node == null || node.told().isPresent()) {
      return;
    }
    var offered = node.said().models().stream().map(model -> pools.get(model.id())).toList();
    order(nowMillis)
        .choose(node, offered)
        .ifPresent(c -> tell(node, c.pool().model().id(), c.layers(), nowMillis, due));
  }

  private ModelOrder order(long nowMillis) {
    return new ModelOrder(settings.placement(), model -> demand.perSecond(model, nowMillis));
  }

  private void closeGap(ModelPool pool, long nowMillis, List<Assignment> due) {
    var model = pool.model();
    if (pool.planned().chain().complete()) {
      incompleteSince.remove(model.id());
      return;
    }
    var since = incompleteSince.computeIfAbsent(model.id(), id -> nowMillis);
    if (nowMillis - since >= patience(pool.nodes()).toMillis()) {
      var moves =
          new GapRepair(model, settings.placement(), random).moves(pool.members(), pool.planned());
      moves.forEach((id, s) -> tell(nodes.get(id), model.id(), s, nowMillis, due));
      if (moves.isEmpty()) {
        borrow(pool, nowMillis, due);
      }
    }
  }

  /**
   * A node that another model does without: nothing runs on it, that model stays complete, and it
   * is the one that is asked for least. One at a time: it is counted here from now on.
   */
  private void borrow(ModelPool pool, long nowMillis, List<Assignment> due) {
    pools.values().stream()
        .filter(other -> other != pool)
        .sorted(
            Comparator.comparingDouble(other -> demand.perSecond(other.model().id(), nowMillis)))
        .flatMap(other -> other.spare().stream())
        .filter(node -> node.said().model(pool.model().id()).isPresent())
        .flatMap(
            node ->
                order(nowMillis).choose(node, List.of(pool)).map(c -> Map.entry(node, c)).stream())
        .findFirst()
        .ifPresent(
            found ->
                tell(found.getKey(), pool.model().id(), found.getValue().layers(), nowMillis, due));
  }

  /** One move at a time: first no more sessions are planned on the node, then it is told. */
  private void rebalance(ModelPool pool, long nowMillis, List<Assignment> due) {
    var id = pool.model().id();
    var drain = drains.get(id);
    if (drain != null) {
      var node = nodes.get(drain.move.node());
      var waited = nowMillis - drain.sinceMillis >= settings.drainLimit().toMillis();
      if (node == null || !pool.planned().chain().complete()) {
        drains.remove(id);
        pool.drained();
      } else if (waited || node.said().slice().filter(s -> s.sessions() > 0).isEmpty()) {
        drains.remove(id);
        pool.drained();
        tell(node, id, drain.move.slice(), nowMillis, due);
      }
    } else if (nowMillis >= nextRebalanceMillis.getOrDefault(id, 0L) && pool.settled()) {
      nextRebalanceMillis.put(id, nowMillis + settings.rebalanceEvery().toMillis());
      rebalancer
          .propose(pool.model(), pool.members(), pool.planned())
          .ifPresent(
              move -> {
                pool.drain(move.node());
                drains.put(id, new Drain(move, nowMillis));
              });
    }
  }

  private Duration patience(int serving) {
    return serving < settings.placement().minStages()
        ? settings.joinPatience()
        : settings.gapPatience();
  }

  private void tellAgain(KnownNode node, long nowMillis, List<Assignment> due) {
    var limit = settings.tellAgainAfter().toMillis();
    var late = node.told().filter(told -> nowMillis - told.toldMillis() >= limit);
    if (late.isPresent() && node.differsFromTold()) {
      var told = late.get();
      var again = new Told(told.model(), told.layers(), nextNumber++, nowMillis);
      nodes.put(node.id(), node.told(again));
      due.add(new Assignment(node.id(), told.model(), told.layers(), again.number(), true));
    }
  }

  private void tell(
      KnownNode node, String model, LayerRange layers, long nowMillis, List<Assignment> due) {
    var told = node.told(new Told(model, layers, nextNumber++, nowMillis));
    nodes.put(node.id(), told);
    pools.values().forEach(pool -> pool.update(told));
    due.add(new Assignment(node.id(), model, layers, told.told().orElseThrow().number(), false));
  }
}
