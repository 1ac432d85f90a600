package coop.imece.scheduler.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The minimum share: of the sessions that pass its layers, every node gets at least a tenth of what
 * is its by speed. What a node is owed is counted in sessions, never more than {@link #MOST_OWED}
 * either way, so that no one is served long after for what was missed.
 */
final class FairShares {
  static final double MOST_OWED = 2;

  private final SliceTable table;
  private final int layers;
  private final double minimumShare;

  FairShares(SliceTable table, int layers, double minimumShare) {
    this.table = table;
    this.layers = layers;
    this.minimumShare = minimumShare;
  }

  /** The slots to which a whole session is owed, the most owed first, at most {@code most}. */
  List<Integer> owed(long plannedSessions, int most) {
    var due = new ArrayList<Integer>();
    var shares = sharePerRate();
    for (var slot = 0; slot < table.size(); slot++) {
      if (owed(slot, shares, plannedSessions) >= 1) {
        due.add(slot);
      }
    }
    due.sort(
        Comparator.comparingDouble((Integer slot) -> -owed(slot, shares, plannedSessions))
            .thenComparing(slot -> table.node[slot].value()));
    return due.size() <= most ? due : due.subList(0, most);
  }

  /** Counts a session that the slots serve. */
  void served(List<Integer> slots, long plannedSessions) {
    var shares = sharePerRate();
    for (var slot : slots) {
      var left = Math.max(-MOST_OWED, owed(slot, shares, plannedSessions) - 1);
      settle(slot, left, plannedSessions);
    }
  }

  /** Drops what is owed to a slot that is too slow to be served for it. */
  void waive(int slot, long plannedSessions) {
    settle(slot, 0, plannedSessions);
  }

  private void settle(int slot, double owed, long plannedSessions) {
    table.owed[slot] = owed;
    table.shareAsOf[slot] = plannedSessions;
  }

  private double owed(int slot, double[] sharePerRate, long plannedSessions) {
    var share = sharePerRate[table.bucket[slot]] / table.decodeSeconds[slot];
    var since = plannedSessions - table.shareAsOf[slot];
    return Math.min(MOST_OWED, table.owed[slot] + minimumShare * share * since);
  }

  /** By bucket: the part of all sessions that is due to each step a second that a slice makes. */
  private double[] sharePerRate() {
    var buckets = table.buckets();
    var rates = new double[buckets.size()];
    for (var slot = 0; slot < table.size(); slot++) {
      rates[table.bucket[slot]] += 1 / table.decodeSeconds[slot];
    }
    var change = new double[layers + 1];
    for (var number = 0; number < rates.length; number++) {
      var range = buckets.get(number).layers();
      change[range.start()] += rates[number];
      change[range.end()] -= rates[number];
    }
    var upTo = new double[layers + 1];
    var rate = 0.0;
    for (var layer = 0; layer < layers; layer++) {
      rate += change[layer];
      upTo[layer + 1] = upTo[layer] + rate;
    }
    var shares = new double[rates.length];
    for (var number = 0; number < rates.length; number++) {
      var range = buckets.get(number).layers();
      shares[number] = range.count() / (upTo[range.end()] - upTo[range.start()]);
    }
    return shares;
  }
}
