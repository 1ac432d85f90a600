package coop.imece.ledger;

import coop.imece.core.SessionId;
import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.Settled;
import coop.imece.ledger.event.Voided;

/** A request's end: charged or not, once. */
final class CloseRules {
  private static final int TEXT = 256;

  private CloseRules() {}

  static Decision settle(LedgerState state, Settle command, long millis) {
    var open = state.holds.find(command.id());
    if (open.isEmpty()) {
      return closedBefore(state, command.id(), millis);
    }
    Refuse.unlessText("finish", command.finish(), TEXT);
    return Decision.accept(settled(state, open.get(), command));
  }

  static Settled settled(LedgerState state, OpenHold hold, Settle command) {
    HoldRules.requireTokens(hold, command.outputTokens());
    requireFallback(hold, command);
    var settlement = Settlement.of(state, hold, command);
    return new Settled(
        settlement.charged(),
        command.fallbackTokens(),
        command.finish(),
        command.id(),
        settlement.lines(),
        command.outputTokens(),
        hold.amount().minus(settlement.charged()),
        hold.held().wallet());
  }

  static Decision close(LedgerState state, LedgerCommand.Void command, long millis) {
    var open = state.holds.find(command.id());
    if (open.isEmpty()) {
      return closedBefore(state, command.id(), millis);
    }
    Refuse.unlessText("reason", command.reason(), TEXT);
    var hold = open.get();
    return Decision.accept(
        new Voided(command.id(), command.reason(), hold.amount(), hold.held().wallet()));
  }

  /** The first answer of a request that is closed. */
  static Decision closedBefore(LedgerState state, SessionId id, long millis) {
    var closed = state.closed.find(id, millis);
    if (closed.isEmpty() || closed.get().opened().isEmpty()) {
      throw RequestIds.unknownHold(id, millis);
    }
    return new Decision.Repeated(closed.get().closed());
  }

  private static void requireFallback(OpenHold hold, Settle command) {
    var most = hold.held().fallback() ? command.outputTokens() : 0;
    if (command.fallbackTokens() < 0 || command.fallbackTokens() > most) {
      throw Refuse.because(
          Reason.TOKENS_INVALID,
          "fallback_tokens must be 0 to %d, was %d",
          most,
          command.fallbackTokens());
    }
  }
}
