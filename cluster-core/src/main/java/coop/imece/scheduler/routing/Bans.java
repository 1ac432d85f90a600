package coop.imece.scheduler.routing;

import coop.imece.core.NodeId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Nodes that failed a session are left out for a while, each time twice as long; a session that
 * they serve to its end makes them as good as new.
 */
public final class Bans {
  private static final int MOST_DOUBLINGS = 30;

  private static final Comparator<Map.Entry<NodeId, Ban>> NEWEST_FIRST =
      Comparator.comparingLong(entry -> -entry.getValue().failedMillis);

  private final long firstMillis;
  private final long mostMillis;
  private final Map<NodeId, Ban> bans = new HashMap<>();

  private record Ban(int strikes, long untilMillis, long failedMillis) {}

  /**
   * @param firstMillis of the first ban
   * @param mostMillis the longest
   */
  public Bans(long firstMillis, long mostMillis) {
    this.firstMillis = firstMillis;
    this.mostMillis = mostMillis;
  }

  /**
   * Failures while a ban lasts belong to sessions that were planned before it: they make it no
   * longer.
   */
  public void failed(NodeId node, long nowMillis) {
    bans.compute(
        node,
        (id, ban) -> {
          if (ban != null && ban.untilMillis > nowMillis) {
            return new Ban(ban.strikes, ban.untilMillis, nowMillis);
          }
          var strikes = ban == null ? 1 : ban.strikes + 1;
          var length = firstMillis << Math.min(MOST_DOUBLINGS, strikes - 1);
          return new Ban(strikes, nowMillis + Math.min(mostMillis, length), nowMillis);
        });
  }

  public void succeeded(NodeId node, long nowMillis) {
    bans.computeIfPresent(node, (id, ban) -> ban.untilMillis > nowMillis ? ban : null);
  }

  /** The nodes that are banned now, the one that failed last first. */
  public List<NodeId> banned(long nowMillis) {
    return bans.entrySet().stream()
        .filter(entry -> entry.getValue().untilMillis > nowMillis)
        .sorted(NEWEST_FIRST)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Drops what ended so long ago that the next failure counts as the first again. */
  public void expire(long nowMillis) {
    bans.values().removeIf(ban -> ban.untilMillis + mostMillis < nowMillis);
  }

  /** When the node's ban ends; empty if it is not banned now. */
  public OptionalLong until(NodeId node, long nowMillis) {
    var ban = bans.get(node);
    return ban == null || ban.untilMillis <= nowMillis
        ? OptionalLong.empty()
        : OptionalLong.of(ban.untilMillis);
  }
}
