package coop.imece.ledger.command;

import coop.imece.ledger.event.LedgerEvent;
import java.util.List;

/** What the rules say to a command. */
public sealed interface Decision {
  /** To be appended, in this order; none when there is nothing to do. */
  record Accepted(List<LedgerEvent> events) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** It was done before: the first answer. */
  record Repeated(Done done) implements Decision {}

  record Refused(Refusal refusal) implements Decision {}

  static Decision accept(LedgerEvent event) {
    return new Accepted(List.of(event));
  }

  static Decision refuse(Refusal.Reason reason, String message) {
    return new Refused(new Refusal(reason, message));
  }
}
