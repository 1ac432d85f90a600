package coop.imece.scheduler.routing;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.scheduler.routing.NodeVerdict.Verdict;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Compares the best pipeline through a node with the one chosen. */
public final class Explainer {
  private final SliceTable table;
  private final Paths paths;
  private final SlotCosts costs;
  private final Map<Integer, Double> bestThroughBucket = new HashMap<>();

  Explainer(SliceTable table, Paths paths, SlotCosts costs) {
    this.table = table;
    this.paths = paths;
    this.costs = costs;
  }

  /**
   * For a node with a ready slice that is neither avoided nor banned.
   *
   * @param need of the session
   * @param chosenSecondsPerToken of the pipeline chosen; empty if there is none
   */
  public NodeVerdict verdict(
      NodeId node, LayerRange layers, SessionNeed need, Optional<Double> chosenSecondsPerToken) {
    var slot = table.slot(node);
    if (table.freePositions[slot] < need.positions()) {
      return new NodeVerdict(
          node,
          Optional.of(layers),
          Verdict.KV_CACHE_FULL,
          "%d positions are free in its KV caches, the session needs %d"
              .formatted(table.freePositions[slot], need.positions()));
    }
    var bucket = table.bucket[slot];
    var through = bestThroughBucket.computeIfAbsent(bucket, this::through);
    var seconds = through + costs.ofSlot[slot] - costs.ofBucket[bucket];
    if (seconds == SlotCosts.UNUSABLE || chosenSecondsPerToken.isEmpty()) {
      return new NodeVerdict(
          node,
          Optional.of(layers),
          Verdict.DEAD_END,
          "no pipeline leads through its layers %s".formatted(layers));
    }
    var slower = 100 * (seconds / chosenSecondsPerToken.get() - 1);
    return new NodeVerdict(
        node,
        Optional.of(layers),
        Verdict.SLOWER,
        String.format(
            Locale.ROOT,
            "the best pipeline through it takes %.2f ms per token, %+.1f %%",
            seconds * 1_000,
            slower));
  }

  private double through(int bucket) {
    return paths
        .cheapest(paths.onlyThrough(bucket, costs.ofBucket[bucket], costs.ofBucket))
        .map(Paths.Path::cost)
        .orElse(SlotCosts.UNUSABLE);
  }
}
