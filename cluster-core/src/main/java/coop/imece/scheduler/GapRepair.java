package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes a model complete again when layers are missing and no idle node can take them: the fewest
 * layers are loaded anew by one node that moves or takes more; if no single move does it, the model
 * is divided anew among all nodes that are not forced.
 */
final class GapRepair {
  private final Placement placement;
  private final PlacementSearch search;

  GapRepair(ServedModel model, PlacementRules rules, RandomGenerator random) {
    this.placement = new Placement(model, rules);
    this.search = new PlacementSearch(model, rules, random);
  }

  /** Who serves what from now on: only nodes whose slice changes; empty when memory does not do. */
  Map<NodeId, LayerRange> moves(Collection<Member> members, SliceLoad load) {
    return members.stream()
        .filter(member -> member.forced().isEmpty())
        .flatMap(member -> completingMove(member, load).stream())
        .min(Comparator.comparingInt(Move::layersLoaded))
        .map(move -> Map.of(move.node, move.slice))
        .orElseGet(() -> divideAnew(members));
  }

  private record Move(NodeId node, LayerRange slice, int layersLoaded) {}

  private Optional<Move> completingMove(Member mover, SliceLoad load) {
    var others = mover.slice().map(load::chainWithout).orElse(load.chain());
    return placement
        .completing(mover, others, false)
        .map(slice -> new Move(mover.node(), slice, slice.count() - overlap(mover, slice)));
  }

  private static int overlap(Member mover, LayerRange slice) {
    return mover
        .slice()
        .map(own -> Math.min(own.end(), slice.end()) - Math.max(own.start(), slice.start()))
        .map(common -> Math.max(0, common))
        .orElse(0);
  }

  private Map<NodeId, LayerRange> divideAnew(Collection<Member> members) {
    var changed = new HashMap<>(search.best(members).slices());
    members.forEach(m -> m.slice().ifPresent(slice -> changed.remove(m.node(), slice)));
    return changed;
  }
}
