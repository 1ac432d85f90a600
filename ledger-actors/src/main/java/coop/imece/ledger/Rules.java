package coop.imece.ledger;

import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.Begin;
import coop.imece.ledger.command.LedgerCommand.BuyCanary;
import coop.imece.ledger.command.LedgerCommand.Expire;
import coop.imece.ledger.command.LedgerCommand.Forfeit;
import coop.imece.ledger.command.LedgerCommand.GiveMandate;
import coop.imece.ledger.command.LedgerCommand.Hold;
import coop.imece.ledger.command.LedgerCommand.Mature;
import coop.imece.ledger.command.LedgerCommand.OpenEpoch;
import coop.imece.ledger.command.LedgerCommand.Progress;
import coop.imece.ledger.command.LedgerCommand.RecordNode;
import coop.imece.ledger.command.LedgerCommand.Refund;
import coop.imece.ledger.command.LedgerCommand.RegisterWallet;
import coop.imece.ledger.command.LedgerCommand.Revoke;
import coop.imece.ledger.command.LedgerCommand.ServeModel;
import coop.imece.ledger.command.LedgerCommand.SetPolicy;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.command.LedgerCommand.Sweep;
import coop.imece.ledger.command.LedgerCommand.Warn;
import coop.imece.ledger.command.Refusal.Reason;

/** What the ledger answers to a command. Reads the state and changes nothing. */
public final class Rules {
  private Rules() {}

  /**
   * @param millis the time that the command's entries will carry: Unix time, never before the last
   *     entry's
   */
  public static Decision decide(LedgerState state, LedgerCommand command, long millis) {
    try {
      if (command instanceof Begin begin) {
        return SetupRules.begin(state, begin);
      }
      if (command instanceof SetPolicy set) {
        return SetupRules.policy(state, set);
      }
      if (state.policy.isEmpty()) {
        throw Refuse.because(Reason.NOT_IN_ORDER, "the ledger has no genesis and policy yet");
      }
      return decideInOrder(state, command, millis);
    } catch (Refuse refuse) {
      return new Decision.Refused(refuse.refusal());
    }
  }

  private static Decision decideInOrder(LedgerState state, LedgerCommand command, long millis) {
    if (command instanceof Hold hold) {
      return HoldRules.hold(state, hold, millis);
    }
    if (command instanceof Settle settle) {
      return CloseRules.settle(state, settle, millis);
    }
    if (command instanceof Progress progress) {
      return HoldRules.progress(state, progress, millis);
    }
    if (command instanceof LedgerCommand.Void close) {
      return CloseRules.close(state, close, millis);
    }
    if (command instanceof BuyCanary canary) {
      return CanaryRules.buy(state, canary, millis);
    }
    if (command instanceof Mature mature) {
      return CheckRules.mature(state, mature, millis);
    }
    if (command instanceof Forfeit forfeit) {
      return CheckRules.forfeit(state, forfeit, millis);
    }
    if (command instanceof Refund refund) {
      return CheckRules.refund(state, refund, millis);
    }
    if (command instanceof Warn warn) {
      return LotRules.warn(state, warn, millis);
    }
    if (command instanceof Expire expire) {
      return LotRules.expire(state, expire, millis);
    }
    if (command instanceof Sweep sweep) {
      return Sweeper.sweep(state, sweep, millis);
    }
    return decideRecord(state, command);
  }

  private static Decision decideRecord(LedgerState state, LedgerCommand command) {
    if (command instanceof RegisterWallet register) {
      return SetupRules.wallet(state, register);
    }
    if (command instanceof RecordNode node) {
      return SetupRules.node(state, node);
    }
    if (command instanceof ServeModel model) {
      return SetupRules.model(state, model);
    }
    if (command instanceof GiveMandate mandate) {
      return MandateRules.give(state, mandate);
    }
    if (command instanceof Revoke revoke) {
      return MandateRules.revoke(state, revoke);
    }
    if (command instanceof OpenEpoch epoch) {
      return SetupRules.epoch(state, epoch);
    }
    throw new IllegalArgumentException("no rule for " + command);
  }
}
