package coop.imece.cluster.downing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * Since when each member was to be downed at every look, without a break.
 *
 * @param since by the caller's clock
 */
public record Suspicions(Map<UniqueAddress, Duration> since) {
  public static final Suspicions NONE = new Suspicions(Map.of());

  public Suspicions {
    since = Map.copyOf(since);
  }

  /**
   * @param suspects all that are to be downed now; who is not among them starts anew the next time
   */
  public Suspicions at(Duration now, Set<UniqueAddress> suspects) {
    var next = new HashMap<UniqueAddress, Duration>();
    suspects.forEach(suspect -> next.put(suspect, since.getOrDefault(suspect, now)));
    return new Suspicions(next);
  }

  /** Those for which it has been so for at least this long. */
  public Set<UniqueAddress> lasting(Duration atLeast, Duration now) {
    return since.entrySet().stream()
        .filter(suspect -> now.minus(suspect.getValue()).compareTo(atLeast) >= 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
