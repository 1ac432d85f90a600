package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Issued amounts that await a check, and their sum. */
final class PendingLines {
  record Key(SessionId id, int line) {}

  record Line(WalletId wallet, int day, Gft amount) {}

  private final Map<Key, Line> byKey = new HashMap<>();
  private Gft sum = Gft.ZERO;

  Optional<Line> find(SessionId id, int line) {
    return Optional.ofNullable(byKey.get(new Key(id, line)));
  }

  void add(Key key, Line line) {
    if (byKey.putIfAbsent(key, line) != null) {
      throw new InvariantViolation("line %s is pending already".formatted(key));
    }
    sum = sum.plus(line.amount);
  }

  Line close(SessionId id, int line) {
    var closed = byKey.remove(new Key(id, line));
    if (closed == null) {
      throw new InvariantViolation("line %d of %s is not pending".formatted(line, id));
    }
    sum = sum.minus(closed.amount);
    return closed;
  }

  Map<Key, Line> all() {
    return byKey;
  }

  Gft sum() {
    return sum;
  }
}
