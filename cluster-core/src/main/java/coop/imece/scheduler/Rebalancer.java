package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Proposes one move when a better placement would pass at least a quarter more. A node is moved
 * only if the others keep a complete pipeline without it. What a whole better placement would pass
 * is searched where nodes are few; where they are many, it is what they would pass if all layers
 * were equally strong.
 */
final class Rebalancer {
  private static final int MOST_MEMBERS_SEARCHED = PlacementSearch.MOST_MEMBERS_SEARCHED;

  private final PlacementRules rules;
  private final double hysteresis;
  private final RandomGenerator random;

  /**
   * @param hysteresis the least gain, as in 0.25
   */
  Rebalancer(PlacementRules rules, double hysteresis, RandomGenerator random) {
    this.rules = rules;
    this.hysteresis = hysteresis;
    this.random = random;
  }

  record Move(NodeId node, LayerRange slice) {}

  private record Outcome(Move move, double throughput, double weakest) {}

  Optional<Move> propose(ServedModel model, Collection<Member> members, SliceLoad load) {
    if (!load.chain().complete()) {
      return Optional.empty();
    }
    return members.size() <= MOST_MEMBERS_SEARCHED
        ? ofFew(model, members, load)
        : ofMany(model, members, load);
  }

  private Optional<Move> ofFew(ServedModel model, Collection<Member> members, SliceLoad load) {
    var slices = new HashMap<Member, LayerRange>();
    members.forEach(m -> m.slice().ifPresent(slice -> slices.put(m, slice)));
    var current = Division.of(model.layers(), slices).throughput();
    var target = new PlacementSearch(model, rules, random).within(members);
    if (target.throughput() < current * (1 + hysteresis)) {
      return Optional.empty();
    }
    return members.stream()
        .filter(m -> movable(m, load) && target.slices().containsKey(m.node()))
        .filter(m -> !m.slice().equals(Optional.of(target.slices().get(m.node()))))
        .map(m -> outcome(model, slices, m, target.slices().get(m.node())))
        .filter(outcome -> outcome.throughput >= current * (1 - 1e-9))
        .max(Comparator.comparingDouble(Outcome::throughput))
        .map(Outcome::move);
  }

  private static Outcome outcome(
      ServedModel model, Map<Member, LayerRange> slices, Member mover, LayerRange slice) {
    var then = new HashMap<>(slices);
    then.put(mover, slice);
    var throughput = Division.of(model.layers(), then).throughput();
    return new Outcome(new Move(mover.node(), slice), throughput, 0);
  }

  private Optional<Move> ofMany(ServedModel model, Collection<Member> members, SliceLoad load) {
    var weakest = load.throughput().weakest();
    if (load.throughput().mean() < weakest * (1 + hysteresis)) {
      return Optional.empty();
    }
    var placement = new Placement(model, rules);
    return fastestOfEachSlice(members).stream()
        .filter(m -> movable(m, load))
        .flatMap(m -> best(placement, m, load).stream())
        .filter(outcome -> outcome.weakest > weakest * (1 + 1e-9))
        .max(Comparator.comparingDouble(Outcome::weakest))
        .map(Outcome::move);
  }

  private static Optional<Outcome> best(Placement placement, Member mover, SliceLoad load) {
    var own = mover.slice().orElseThrow();
    var without = load.throughput().with(own, -mover.rate(own));
    return placement.aligned(mover, load).stream()
        .map(s -> new Outcome(new Move(mover.node(), s), 0, without.weakestWith(s, mover.rate(s))))
        .max(Comparator.comparingDouble(Outcome::weakest));
  }

  /** Of the nodes that hold one slice, the fastest helps most elsewhere. */
  private static List<Member> fastestOfEachSlice(Collection<Member> members) {
    var fastest = new HashMap<LayerRange, Member>();
    for (var member : members) {
      member
          .slice()
          .filter(slice -> member.forced().isEmpty())
          .ifPresent(
              slice ->
                  fastest.merge(
                      slice, member, (a, b) -> b.layersPerSecond() > a.layersPerSecond() ? b : a));
    }
    return new ArrayList<>(fastest.values());
  }

  /** Whether a pipeline is left while the node loads another slice. */
  private static boolean movable(Member member, SliceLoad load) {
    return member.forced().isEmpty()
        && member.slice().filter(slice -> load.chainWithout(slice).complete()).isPresent();
  }
}
