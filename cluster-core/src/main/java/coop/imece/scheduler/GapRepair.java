package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a model complete again when layers are missing and no idle node can take them: the fewest
 * layers are loaded anew by one node that moves or takes more; if no single move does it, the model
 * is divided anew among all nodes that are not forced.
 */
final class GapRepair {
  private final ServedModel model;
  private final Placement placement;

  GapRepair(ServedModel model, PlacementRules rules) {
    this.model = model;
    this.placement = new Placement(model, rules);
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

  /** Even shares first: the smallest limit on layers per node under which the model is covered. */
  private Map<NodeId, LayerRange> divideAnew(Collection<Member> members) {
    var byPlace =
        Comparator.<Member>comparingInt(
                m -> m.slice().map(LayerRange::start).orElse(model.layers()))
            .thenComparing(m -> m.node().value());
    var bySize = Comparator.comparingLong(Member::memoryBytes).reversed();
    for (var order : List.of(byPlace, bySize.thenComparing(byPlace))) {
      var sorted = members.stream().sorted(order).toList();
      for (var limit = 1; limit <= model.layers(); limit++) {
        var division = divide(sorted, limit);
        if (division.isPresent()) {
          return division.get();
        }
      }
    }
    return Map.of();
  }

  private Optional<Map<NodeId, LayerRange>> divide(List<Member> members, int limit) {
    var forced = members.stream().flatMap(member -> member.forced().stream()).toList();
    var free = new ArrayDeque<>(members.stream().filter(m -> m.forced().isEmpty()).toList());
    var division = new LinkedHashMap<NodeId, LayerRange>();
    var next = 0;
    while (next < model.layers()) {
      var start = next;
      var fixed = forced.stream().filter(f -> f.start() == start).mapToInt(LayerRange::end).max();
      if (fixed.isPresent()) {
        next = fixed.getAsInt();
      } else if (free.isEmpty()) {
        return Optional.empty();
      } else {
        var member = free.removeFirst();
        var most = Math.min(placement.mostLayers(member, start, false), limit);
        next = Math.min(start + most, border(forced, start));
        if (next > start) {
          enter(division, member, new LayerRange(start, next));
        }
      }
    }
    return Optional.of(division);
  }

  private static void enter(Map<NodeId, LayerRange> division, Member member, LayerRange slice) {
    if (!member.slice().equals(Optional.of(slice))) {
      division.put(member.node(), slice);
    }
  }

  /** Where the next forced slice begins. */
  private int border(List<LayerRange> forced, int start) {
    return forced.stream()
        .mapToInt(LayerRange::start)
        .filter(f -> f > start)
        .min()
        .orElse(model.layers());
  }
}
