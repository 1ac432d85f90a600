package coop.imece.ledger;

import coop.imece.ledger.command.Decision;
import coop.imece.ledger.event.LedgerEvent;
import java.nio.charset.StandardCharsets;

/** Says how an entry differs from what the rules lead to. */
final class Disagreement {
  private static final int SHOWN = 120;

  private Disagreement() {}

  static String describe(LedgerEvent recorded, Decision computed) {
    if (computed instanceof Decision.Refused refused) {
      return "%s is refused by the rules: %s, %s"
          .formatted(recorded.kind(), refused.refusal().reason(), refused.refusal().message());
    }
    if (computed instanceof Decision.Repeated repeated) {
      return "%s was done before, at entry %d".formatted(recorded.kind(), repeated.done().seq());
    }
    var was = text(recorded);
    var events = ((Decision.Accepted) computed).events();
    var must = events.isEmpty() ? "nothing" : text(events.get(0));
    var at = 0;
    while (at < Math.min(was.length(), must.length()) && was.charAt(at) == must.charAt(at)) {
      at++;
    }
    var start = was.lastIndexOf(",\"", at) + 1;
    return "%s must read ...%s, was ...%s"
        .formatted(recorded.kind(), shown(must, start), shown(was, start));
  }

  private static String text(LedgerEvent event) {
    return new String(event.toBytes(), StandardCharsets.UTF_8);
  }

  private static String shown(String text, int start) {
    return text.substring(Math.min(start, text.length()), Math.min(text.length(), start + SHOWN));
  }
}
