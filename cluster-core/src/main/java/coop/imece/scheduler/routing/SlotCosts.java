package coop.imece.scheduler.routing;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What each slice would cost one session, in seconds per token: a step's time, the delay by the
 * sessions that run already, the prompt's time spread over the answer, and what the node's own line
 * adds to the hop that leads to it and to the one that leads on. Of each bucket only the cheapest
 * slice counts; of equal ones the first.
 */
final class SlotCosts {
  static final double UNUSABLE = Double.POSITIVE_INFINITY;

  final double[] ofSlot;
  final double[] ofBucket;
  final int[] bestSlot;

  private SlotCosts(double[] ofSlot, double[] ofBucket, int[] bestSlot) {
    this.ofSlot = ofSlot;
    this.ofBucket = ofBucket;
    this.bestSlot = bestSlot;
  }

  /**
   * @param excluded slots that must not serve
   * @param positions for which it must have room
   */
  static SlotCosts of(
      SliceTable table, SessionNeed need, double sessionWeight, BitSet excluded, long positions) {
    var ofSlot = new double[table.size()];
    var ofBucket = new double[table.buckets().size()];
    var bestSlot = new int[ofBucket.length];
    Arrays.fill(ofBucket, UNUSABLE);
    Arrays.fill(bestSlot, -1);
    var promptWeight = (double) need.promptTokens() / need.maxTokens();
    for (var slot = 0; slot < ofSlot.length; slot++) {
      if (table.freePositions[slot] < positions || excluded.get(slot)) {
        ofSlot[slot] = UNUSABLE;
        continue;
      }
      var cost =
          table.decodeSeconds[slot] * (1 + sessionWeight * table.sessions[slot])
              + table.prefillSeconds[slot] * promptWeight
              + table.accessSeconds[slot];
      ofSlot[slot] = cost;
      if (cost < ofBucket[table.bucket[slot]]) {
        ofBucket[table.bucket[slot]] = cost;
        bestSlot[table.bucket[slot]] = slot;
      }
    }
    var costs = new SlotCosts(ofSlot, ofBucket, bestSlot);
    need.cached().forEach((node, held) -> costs.cheapen(table, need, table.slot(node), held));
    return costs;
  }

  /** The positions that a node has cached are not computed again. */
  private void cheapen(SliceTable table, SessionNeed need, int slot, int held) {
    if (slot >= 0 && ofSlot[slot] < UNUSABLE) {
      var saved = Math.min(held, need.promptTokens() - 1) / (double) need.maxTokens();
      ofSlot[slot] -= table.prefillSeconds[slot] * saved;
      if (ofSlot[slot] < ofBucket[table.bucket[slot]]) {
        ofBucket[table.bucket[slot]] = ofSlot[slot];
        bestSlot[table.bucket[slot]] = slot;
      }
    }
  }
}
