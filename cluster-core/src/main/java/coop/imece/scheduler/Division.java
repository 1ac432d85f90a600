package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.HashMap;
import java.util.Map;

/** Who serves what, and what all pass together. */
record Division(Map<NodeId, LayerRange> slices, double throughput) {
  static final Division NONE = new Division(Map.of(), 0);

  Division {
    slices = Map.copyOf(slices);
  }

  /**
   * @param slices nodes without a slice are left out
   */
  static Division of(int layers, Map<Member, LayerRange> slices) {
    var byNode = new HashMap<NodeId, LayerRange>();
    var rates = new HashMap<LayerRange, Double>();
    slices.forEach(
        (member, slice) -> {
          byNode.put(member.node(), slice);
          rates.merge(slice, member.rate(slice), Double::sum);
        });
    return new Division(byNode, MaxFlow.of(layers, rates));
  }
}
