package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The requests that are not closed, in the order of their entries, and the sum of their holds. */
final class OpenHolds {
  private final Map<SessionId, OpenHold> byId = new LinkedHashMap<>();
  private Gft sum = Gft.ZERO;

  Optional<OpenHold> find(SessionId id) {
    return Optional.ofNullable(byId.get(id));
  }

  void add(OpenHold hold) {
    if (byId.putIfAbsent(hold.held().id(), hold) != null) {
      throw new InvariantViolation("hold %s is open already".formatted(hold.held().id()));
    }
    sum = sum.plus(hold.amount());
  }

  void replace(OpenHold hold) {
    byId.replace(hold.held().id(), hold);
  }

  /** Each hold closes exactly once. */
  OpenHold close(SessionId id) {
    var hold = byId.remove(id);
    if (hold == null) {
      throw new InvariantViolation("hold %s is not open".formatted(id));
    }
    sum = sum.minus(hold.amount());
    return hold;
  }

  Collection<OpenHold> all() {
    return byId.values();
  }

  Gft sum() {
    return sum;
  }

  /** Index of the oldest open hold's entry, or {@code otherwise}. */
  long oldestSeq(long otherwise) {
    var holds = byId.values().iterator();
    return holds.hasNext() ? holds.next().seq() : otherwise;
  }
}
