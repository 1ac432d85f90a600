package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Divides a model among nodes in a given order so that the slowest stage is as fast as can be:
 * faster nodes take more layers, as many as fit. Forced slices stand where they are.
 */
final class OnePipeline {
  private final ServedModel model;
  private final Placement placement;
  private final boolean withinPart;

  OnePipeline(ServedModel model, Placement placement, boolean withinPart) {
    this.model = model;
    this.placement = placement;
    this.withinPart = withinPart;
  }

  /** Empty when the members' memory does not do; members that are not needed get no slice. */
  Optional<Map<Member, LayerRange>> divide(List<Member> members) {
    var rates = new TreeSet<Double>();
    for (var member : members) {
      for (var layers = 1; layers <= model.layers(); layers++) {
        rates.add(member.layersPerSecond() / layers);
      }
    }
    var ascending = new ArrayList<>(rates);
    Optional<Map<Member, LayerRange>> best = Optional.empty();
    var low = 0;
    var high = ascending.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      var division = atRate(members, ascending.get(middle));
      if (division.isPresent()) {
        best = division;
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return best;
  }

  /** Every stage at least as fast as the rate, the slices as long as that allows. */
  private Optional<Map<Member, LayerRange>> atRate(List<Member> members, double rate) {
    var division = new HashMap<Member, LayerRange>();
    var next = 0;
    for (var member : members) {
      if (next == model.layers()) {
        break;
      }
      var most = placement.mostLayers(member, next, withinPart);
      var fastEnough = (int) Math.min(model.layers(), member.layersPerSecond() / rate + 1e-9);
      var end = next + Math.min(most, fastEnough);
      if (end > next) {
        division.put(member, new LayerRange(next, end));
        next = end;
      }
    }
    return next == model.layers() ? Optional.of(division) : Optional.empty();
  }
}
