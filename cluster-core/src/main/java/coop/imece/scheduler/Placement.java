package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which slice a joining node takes. In this order:
 *
 * <ol>
 *   <li>the layers that its owner forces;
 *   <li>while layers are missing: the slice that completes a pipeline, else as much of a gap as
 *       fits, never beyond the end of one of the {@code minStages} even parts;
 *   <li>else the slice after which the weakest layer is strongest, and the second weakest, and so
 *       on (max-min throughput).
 * </ol>
 *
 * Slices are used whole, so a slice begins and ends where others do as long as such a place can be
 * reached.
 */
final class Placement {
  private final ServedModel model;
  private final PlacementRules rules;
  private final List<LayerRange> parts;

  Placement(ServedModel model, PlacementRules rules) {
    this.model = model;
    this.rules = rules;
    this.parts = model.evenParts(Math.min(rules.minStages(), model.layers()));
  }

  /**
   * The slice for {@code joining}, empty when not one layer fits its memory.
   *
   * @param load of the nodes that hold or load a slice, without {@code joining}
   */
  Optional<LayerRange> choose(Member joining, SliceLoad load) {
    if (joining.forced().isPresent()) {
      return joining.forced();
    }
    if (!load.chain().complete()) {
      var missing = completing(joining, load.chain(), true).or(() -> inGap(joining, load));
      if (missing.isPresent()) {
        return missing;
      }
    }
    return strengthening(joining, load);
  }

  /** The shortest slice that makes a pipeline of the others', if one fits. */
  Optional<LayerRange> completing(Member joining, Chain chain, boolean withinPart) {
    LayerRange best = null;
    for (var start = 0; start < model.layers(); start++) {
      if (chain.reachesUpTo(start)) {
        var most = mostLayers(joining, start, withinPart);
        for (var end = start + 1; end <= start + most; end++) {
          var shorter = best == null || end - start < best.count();
          if (shorter && chain.leadsOnFrom(end)) {
            best = new LayerRange(start, end);
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** The most layers of one gap that fit; of equal ones the first. */
  private Optional<LayerRange> inGap(Member joining, SliceLoad load) {
    LayerRange best = null;
    for (var gap : Coverage.gaps(load.holdersPerLayer())) {
      for (var start = gap.start(); start < gap.end(); start = partEnd(start)) {
        var most = Math.min(mostLayers(joining, start, true), gap.end() - start);
        if (most > 0 && (best == null || most > best.count())) {
          best = new LayerRange(start, start + most);
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private record Strengthened(LayerRange slice, LayerThroughput then) {}

  /** Of equally good slices the longest, then the one nearest to the first layer. */
  private Optional<LayerRange> strengthening(Member joining, SliceLoad load) {
    var candidates = aligned(joining, load);
    var then =
        (candidates.isEmpty() ? longest(joining) : candidates)
            .stream()
                .map(s -> new Strengthened(s, load.throughput().with(s, joining.rate(s))))
                .toList();
    var strongest = then.stream().mapToDouble(s -> s.then.weakest()).max().orElse(0);
    return then.stream()
        .filter(s -> s.then.weakest() == strongest)
        .max(
            Comparator.comparing((Strengthened s) -> s.then.ascending(), Arrays::compare)
                .thenComparing(s -> s.slice.count())
                .thenComparing(s -> -s.slice.start()))
        .map(Strengthened::slice);
  }

  /** Every slice that fits and begins and ends where others do. */
  List<LayerRange> aligned(Member joining, SliceLoad load) {
    var cuts = new TreeSet<Integer>();
    parts.forEach(part -> cuts.add(part.start()));
    cuts.add(model.layers());
    load.slices().forEach(slice -> cuts.addAll(List.of(slice.start(), slice.end())));
    var candidates = new ArrayList<LayerRange>();
    for (var start : cuts.headSet(model.layers())) {
      var most = mostLayers(joining, start, true);
      cuts.subSet(start, false, start + most, true)
          .forEach(end -> candidates.add(new LayerRange(start, end)));
    }
    return candidates;
  }

  private List<LayerRange> longest(Member joining) {
    var candidates = new ArrayList<LayerRange>();
    for (var start = 0; start < model.layers(); start++) {
      var most = mostLayers(joining, start, true);
      if (most > 0) {
        candidates.add(new LayerRange(start, start + most));
      }
    }
    return candidates;
  }

  int mostLayers(Member member, int start, boolean withinPart) {
    var most = model.mostLayers(start, member.memoryBytes(), rules.kvReservePositions());
    return withinPart ? Math.min(most, partEnd(start) - start) : most;
  }

  /** The end of the even part that holds a layer. */
  private int partEnd(int layer) {
    return parts.stream().filter(part -> part.contains(layer)).findFirst().orElseThrow().end();
  }
}
