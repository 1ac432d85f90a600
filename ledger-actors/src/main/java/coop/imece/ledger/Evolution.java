package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.ledger.LedgerState.Recorded;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.event.CanaryBought;
import coop.imece.ledger.event.EpochOpened;
import coop.imece.ledger.event.Expired;
import coop.imece.ledger.event.Forfeited;
import coop.imece.ledger.event.Genesis;
import coop.imece.ledger.event.Held;
import coop.imece.ledger.event.IssueLine;
import coop.imece.ledger.event.IssueLine.Status;
import coop.imece.ledger.event.LedgerEvent;
import coop.imece.ledger.event.MandateGiven;
import coop.imece.ledger.event.MandateRevoked;
import coop.imece.ledger.event.Matured;
import coop.imece.ledger.event.ModelServed;
import coop.imece.ledger.event.NodeRecorded;
import coop.imece.ledger.event.PolicySet;
import coop.imece.ledger.event.Progressed;
import coop.imece.ledger.event.Refunded;
import coop.imece.ledger.event.Settled;
import coop.imece.ledger.event.Voided;
import coop.imece.ledger.event.WalletRegistered;
import coop.imece.ledger.event.Warned;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Applies an event that the rules led to, then checks what must always be true. */
final class Evolution {
  private Evolution() {}

  /**
   * @param seq index of the event's entry
   * @param millis its time
   * @return the answer to whoever asked for it
   * @throws InvariantViolation when the numbers contradict each other; the state is then unusable
   */
  static Done apply(LedgerState state, LedgerEvent event, long seq, long millis) {
    try {
      state.closed.forget(millis);
      var done = new Done(seq, event.kind(), applied(state, event, seq, millis));
      Invariants.check(state);
      return done;
    } catch (IllegalArgumentException e) {
      throw new InvariantViolation(
          "%s at entry %d: %s".formatted(event.kind(), seq, e.getMessage()), e);
    }
  }

  private static Gft applied(LedgerState state, LedgerEvent event, long seq, long millis) {
    if (event instanceof Held held) {
      return hold(state, held, seq);
    }
    if (event instanceof Settled settled) {
      return settle(state, settled, seq, millis);
    }
    if (event instanceof Progressed progressed) {
      var hold = state.holds.find(progressed.id()).orElseThrow();
      state.holds.replace(
          hold.withProgress(
              new OpenHold.Progress(seq, progressed.outputTokens(), progressed.stages())));
      return Gft.ZERO;
    }
    if (event instanceof Voided voided) {
      var hold = state.holds.close(voided.id());
      state.books.release(voided.wallet(), hold.parts());
      remember(state, hold, new Done(seq, Voided.KIND, voided.released()), List.of());
      return voided.released();
    }
    if (event instanceof CanaryBought canary) {
      return canary(state, canary, seq, millis);
    }
    if (event instanceof Matured || event instanceof Forfeited || event instanceof Refunded) {
      return check(state, event, seq, millis);
    }
    if (event instanceof Warned warned) {
      state.books.warn(warned.wallet(), warned.day(), warned.expires());
      return warned.amount();
    }
    if (event instanceof Expired expired) {
      state.books.expire(expired.wallet(), expired.day(), expired.amount());
      return expired.amount();
    }
    record(state, event, seq);
    return Gft.ZERO;
  }

  private static Gft hold(LedgerState state, Held held, long seq) {
    var parts = state.books.hold(held.wallet(), held.amount());
    var pricing = HoldRules.pricing(state, held.model());
    state.holds.add(
        new OpenHold(seq, held, pricing, parts, new OpenHold.Progress(seq, 0, List.of())));
    return held.amount();
  }

  private static Gft settle(LedgerState state, Settled settled, long seq, long millis) {
    var hold = state.holds.close(settled.id());
    var charged = LotPart.first(hold.parts(), settled.charged());
    state.books.release(settled.wallet(), LotPart.rest(hold.parts(), settled.charged()));
    state.books.redeem(settled.wallet(), charged, settled.charged());
    issue(state, settled.id(), settled.issue(), millis);
    remember(state, hold, new Done(seq, Settled.KIND, settled.charged()), charged);
    return settled.charged();
  }

  private static Gft canary(LedgerState state, CanaryBought canary, long seq, long millis) {
    var issued = CanaryRules.issued(canary.issue());
    state.canaryIssued = state.canaryIssued.plus(issued);
    issue(state, canary.id(), canary.issue(), millis);
    state.closed.put(
        canary.id(),
        new ClosedRequest(
            Optional.empty(),
            new Done(seq, CanaryBought.KIND, issued),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of()));
    return issued;
  }

  private static void issue(LedgerState state, SessionId id, List<IssueLine> lines, long millis) {
    var day = Lot.dayOf(millis);
    var energy = 0L;
    var co2 = 0L;
    for (var i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var pending = line.status() == Status.PENDING;
      if (pending || line.status() == Status.AVAILABLE) {
        state.books.issue(line.wallet().orElseThrow(), day, line.issued(), pending);
      }
      if (pending) {
        state.pending.add(
            new PendingLines.Key(id, i),
            new PendingLines.Line(line.wallet().orElseThrow(), day, line.issued()));
      }
      // At most 64 lines, each below 2^53.
      energy += line.work().energyMillijoules();
      co2 += line.work().co2Micrograms();
    }
    state.energyMillijoules = state.energyMillijoules.add(BigInteger.valueOf(energy));
    state.co2Micrograms = state.co2Micrograms.add(BigInteger.valueOf(co2));
  }

  private static Gft check(LedgerState state, LedgerEvent event, long seq, long millis) {
    if (event instanceof Matured matured) {
      var line = state.pending.close(matured.id(), matured.line());
      state.books.mature(matured.wallet(), line.day(), matured.amount());
      rememberLine(
          state,
          matured.id(),
          matured.line(),
          new Done(seq, Matured.KIND, matured.amount()),
          millis);
      return matured.amount();
    }
    if (event instanceof Forfeited forfeited) {
      var line = state.pending.close(forfeited.id(), forfeited.line());
      state.books.forfeit(forfeited.wallet(), line.day(), forfeited.amount());
      rememberLine(
          state,
          forfeited.id(),
          forfeited.line(),
          new Done(seq, Forfeited.KIND, forfeited.amount()),
          millis);
      return forfeited.amount();
    }
    var refunded = (Refunded) event;
    var request = state.closed.find(refunded.id(), millis).orElseThrow();
    state.books.refund(refunded.wallet(), request.charged(), refunded.amount());
    state.closed.put(
        refunded.id(), request.withRefund(new Done(seq, Refunded.KIND, refunded.amount())));
    return refunded.amount();
  }

  private static void record(LedgerState state, LedgerEvent event, long seq) {
    if (event instanceof NodeRecorded node) {
      var version = new NodeHistory.Version(seq, node);
      state
          .nodes
          .computeIfAbsent(node.node(), id -> new NodeHistory(List.of()))
          .add(version, state.holds.oldestSeq(seq + 1));
    } else if (event instanceof WalletRegistered wallet) {
      state.books.register(wallet.wallet(), wallet.key(), seq);
    } else if (event instanceof ModelServed model) {
      state.models.put(model.id(), new Recorded<>(seq, model));
      state.derivePricings();
    } else if (event instanceof PolicySet set) {
      state.policy = Optional.of(new Recorded<>(seq, set.policy()));
      state.canaryIssued = Gft.ZERO;
      state.derivePricings();
    } else if (event instanceof MandateGiven mandate) {
      state.mandates.put(mandate.hash(), new Recorded<>(seq, mandate));
    } else if (event instanceof MandateRevoked revoked) {
      state.mandates.remove(revoked.hash());
    } else if (event instanceof EpochOpened epoch) {
      state.epoch = Optional.of(new Recorded<>(seq, epoch));
    } else if (event instanceof Genesis genesis) {
      state.origin = Optional.of(genesis.origin());
    } else {
      throw new IllegalStateException("nothing applies " + event);
    }
  }

  private static void remember(
      LedgerState state, OpenHold hold, Done closed, List<LotPart> charged) {
    state.closed.put(
        hold.held().id(),
        new ClosedRequest(
            Optional.of(hold.done()),
            closed,
            Optional.of(hold.held().wallet()),
            charged,
            Optional.empty(),
            List.of()));
  }

  /** A request that is forgotten already needs no answer: its id is too old. */
  private static void rememberLine(
      LedgerState state, SessionId id, int line, Done done, long millis) {
    state.closed.find(id, millis).ifPresent(r -> state.closed.put(id, r.withLine(line, done)));
  }
}
