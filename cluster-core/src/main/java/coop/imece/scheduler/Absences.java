package coop.imece.scheduler;

import coop.imece.core.NodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes have been gone for so long that it is worth an entry: one that is back sooner, as
 * after a restart or a cut line, was never away. No clock.
 */
public final class Absences {
  private final long awayAfterMillis;
  private final Map<NodeId, Long> goneSince = new HashMap<>();

  public Absences(Duration awayAfter) {
    this.awayAfterMillis = awayAfter.toMillis();
  }

  public void gone(NodeId node, long nowMillis) {
    goneSince.putIfAbsent(node, nowMillis);
  }

  public void back(NodeId node) {
    goneSince.remove(node);
  }

  /** Those that count as away from now on; each is named once. */
  public List<NodeId> due(long nowMillis) {
    var due =
        goneSince.entrySet().stream()
            .filter(entry -> nowMillis - entry.getValue() >= awayAfterMillis)
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(goneSince::remove);
    return due;
  }
}
