package coop.imece.ledger;

import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.Expire;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.command.LedgerCommand.Sweep;
import coop.imece.ledger.command.LedgerCommand.Warn;
import coop.imece.ledger.event.LedgerEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what time has made due: holds that nobody closed are settled with their last durable token
 * count or voided, lots are warned of, lots end. One kind at a time, so that what is found does not
 * depend on what is found beside it; ask again until nothing comes.
 */
final class Sweeper {
  static final String LAPSED = "lapsed";

  private Sweeper() {}

  static Decision sweep(LedgerState state, Sweep command, long millis) {
    Refuse.unlessWithin("limit", command.limit(), 1, 10_000);
    var events = lapsedHolds(state, command.limit(), millis);
    if (events.isEmpty()) {
      events = warnings(state, command.limit(), millis);
    }
    if (events.isEmpty()) {
      events = endedLots(state, command.limit(), millis);
    }
    return new Decision.Accepted(events);
  }

  private static List<LedgerEvent> lapsedHolds(LedgerState state, int limit, long millis) {
    var events = new ArrayList<LedgerEvent>();
    for (var hold : state.holds.all()) {
      if (events.size() == limit) {
        break;
      }
      if (hold.held().expires() <= millis) {
        events.add(single(Rules.decide(state, closing(hold), millis)));
      }
    }
    return events;
  }

  private static LedgerCommand closing(OpenHold hold) {
    var id = hold.held().id();
    var progress = hold.progress();
    return progress.outputTokens() == 0
        ? new LedgerCommand.Void(id, LAPSED)
        : new Settle(id, progress.outputTokens(), 0, LAPSED, progress.stages());
  }

  private static List<LedgerEvent> warnings(LedgerState state, int limit, long millis) {
    var policy = state.policy.orElseThrow().value();
    var lastDay = Lot.dayOf(millis) - 1L - policy.lotDays() + policy.warningDays();
    return state.books.calendar.unwarnedUntil(lastDay, limit).stream()
        .map(due -> single(Rules.decide(state, new Warn(due.wallet(), due.day()), millis)))
        .toList();
  }

  private static List<LedgerEvent> endedLots(LedgerState state, int limit, long millis) {
    return state.books.calendar.endedUntil(millis, Integer.MAX_VALUE).stream()
        .filter(due -> LotRules.mayEnd(state.books.accounts.get(due.wallet()).lots.get(due.day())))
        .limit(limit)
        .map(due -> single(Rules.decide(state, new Expire(due.wallet(), due.day()), millis)))
        .toList();
  }

  private static LedgerEvent single(Decision decision) {
    if (decision instanceof Decision.Accepted accepted && accepted.events().size() == 1) {
      return accepted.events().get(0);
    }
    throw new IllegalStateException("what is due must be accepted, was " + decision);
  }
}
