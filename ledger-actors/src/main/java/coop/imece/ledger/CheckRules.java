package coop.imece.ledger;

import coop.imece.core.SessionId;
import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.command.LedgerCommand.Forfeit;
import coop.imece.ledger.command.LedgerCommand.Mature;
import coop.imece.ledger.command.LedgerCommand.Refund;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.Forfeited;
import coop.imece.ledger.event.Matured;
import coop.imece.ledger.event.Refunded;
import java.util.Optional;

/** What follows from a check: pending amounts become available or are taken back. */
final class CheckRules {
  private static final int TEXT = 256;

  private CheckRules() {}

  static Decision mature(LedgerState state, Mature command, long millis) {
    var pending = state.pending.find(command.id(), command.line());
    if (pending.isEmpty()) {
      return checkedBefore(state, command.id(), command.line(), millis);
    }
    var line = pending.get();
    return Decision.accept(new Matured(line.amount(), command.id(), command.line(), line.wallet()));
  }

  static Decision forfeit(LedgerState state, Forfeit command, long millis) {
    var pending = state.pending.find(command.id(), command.line());
    if (pending.isEmpty()) {
      return checkedBefore(state, command.id(), command.line(), millis);
    }
    Refuse.unlessText("reason", command.reason(), TEXT);
    var line = pending.get();
    return Decision.accept(
        new Forfeited(
            line.amount(), command.id(), command.line(), command.reason(), line.wallet()));
  }

  static Decision refund(LedgerState state, Refund command, long millis) {
    var closed = state.closed.find(command.id(), millis);
    if (closed.isEmpty()) {
      if (state.holds.find(command.id()).isPresent()) {
        throw Refuse.because(Reason.NOT_DUE, "hold %s is open: void it", command.id());
      }
      throw RequestIds.unknownHold(command.id(), millis);
    }
    var request = closed.get();
    if (request.refunded().isPresent()) {
      return new Decision.Repeated(request.refunded().get());
    }
    Refuse.unlessText("reason", command.reason(), TEXT);
    var amount = LotPart.sum(request.charged());
    if (amount.isZero()) {
      throw Refuse.because(Reason.NOT_DUE, "request %s was not charged", command.id());
    }
    return Decision.accept(
        new Refunded(amount, command.id(), command.reason(), request.wallet().orElseThrow()));
  }

  private static Decision checkedBefore(LedgerState state, SessionId id, int line, long millis) {
    Optional<Done> first = state.closed.find(id, millis).flatMap(request -> request.line(line));
    if (first.isPresent()) {
      return new Decision.Repeated(first.get());
    }
    RequestIds.requireRecent(id, millis);
    throw Refuse.because(Reason.LINE_UNKNOWN, "no pending line %d of request %s", line, id);
  }
}
