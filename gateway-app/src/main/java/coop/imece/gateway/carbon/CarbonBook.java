package coop.imece.gateway.carbon;

import coop.imece.core.NodeId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Adds up what answers cost, by region and by node. One actor owns it and it changes in place. */
public final class CarbonBook {
  private final Instant since;
  private final int limit;
  private final Map<String, CarbonUse> regions = new HashMap<>();
  private final Map<NodeId, CarbonUse> nodes = new HashMap<>();
  private CarbonUse all = CarbonUse.NOTHING;
  private long answers;
  private long leftOut;

  /**
   * @param limit of the nodes, and of the regions, that are kept apart
   */
  public CarbonBook(Instant since, int limit) {
    this.since = since;
    this.limit = limit;
  }

  /** Takes in one answer. */
  public void add(Collection<StageCarbon> stages) {
    answers++;
    for (var stage : stages) {
      var use = CarbonUse.of(stage);
      all = all.plus(use);
      var region = stage.region().orElse(CarbonTotals.NO_REGION);
      regions.merge(
          hasRoom(regions, region) ? region : CarbonTotals.NO_REGION, use, CarbonUse::plus);
      if (hasRoom(nodes, stage.node())) {
        nodes.merge(stage.node(), use, CarbonUse::plus);
      } else {
        leftOut++;
      }
    }
  }

  private <K> boolean hasRoom(Map<K, CarbonUse> kept, K key) {
    return kept.containsKey(key) || kept.size() < limit;
  }

  public CarbonTotals totals(Intensities now) {
    return new CarbonTotals(since, answers, all, regions, nodes, leftOut, now);
  }
}
