package coop.imece.ledger;

import coop.imece.core.SessionId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The requests closed in the last seven days, by the hour in which their id was made, so that an
 * hour is forgotten in one step.
 */
final class ClosedRequests {
  /** Ids older than this are refused, so that what was forgotten cannot be done again. */
  static final long KEPT_MILLIS = 7 * Lot.DAY_MILLIS;

  private static final long HOUR_MILLIS = 3_600_000;

  final TreeMap<Long, Map<SessionId, ClosedRequest>> byHour = new TreeMap<>();

  /** The request of an id that is not too old at that time. */
  Optional<ClosedRequest> find(SessionId id, long millis) {
    if (id.millis() + KEPT_MILLIS < millis) {
      return Optional.empty();
    }
    var hour = byHour.get(hour(id));
    return hour == null ? Optional.empty() : Optional.ofNullable(hour.get(id));
  }

  void put(SessionId id, ClosedRequest request) {
    byHour.computeIfAbsent(hour(id), hour -> new HashMap<>()).put(id, request);
  }

  /** Forgets the hours all of whose ids are too old at that time. */
  void forget(long millis) {
    while (!byHour.isEmpty() && (byHour.firstKey() + 1) * HOUR_MILLIS + KEPT_MILLIS <= millis) {
      byHour.pollFirstEntry();
    }
  }

  int size() {
    return byHour.values().stream().mapToInt(Map::size).sum();
  }

  private static long hour(SessionId id) {
    return id.millis() / HOUR_MILLIS;
  }
}
