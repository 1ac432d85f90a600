package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.command.LedgerCommand.Hold;
import coop.imece.ledger.command.LedgerCommand.Progress;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.Held;
import coop.imece.ledger.event.Progressed;
import coop.imece.log.Hash;
import java.util.Optional;

/** A request's admission and its progress. */
final class HoldRules {
  /** Positions of a request, prompt and output each. */
  static final int MAX_TOKENS = 1 << 24;

  private static final long MAX_LIFE_MILLIS = Lot.DAY_MILLIS;

  private HoldRules() {}

  static Decision hold(LedgerState state, Hold command, long millis) {
    var repeated = repeated(state, command, millis);
    if (repeated.isPresent()) {
      return repeated.get();
    }
    Refuse.unlessWithin("prompt_tokens", command.promptTokens(), 1, MAX_TOKENS);
    Refuse.unlessWithin("max_tokens", command.maxTokens(), 1, MAX_TOKENS);
    Refuse.unlessWithin("expires", command.expires(), millis + 1, millis + MAX_LIFE_MILLIS);
    RequestIds.requireRecent(command.id(), millis);
    var account = state.books.accounts.get(command.wallet());
    if (account == null) {
      throw Refuse.because(Reason.WALLET_UNKNOWN, "wallet %s is not registered", command.wallet());
    }
    var amount =
        pricing(state, command.model())
            .ceiling(command.promptTokens(), command.maxTokens(), command.fallback());
    if (account.available.compareTo(amount) < 0) {
      throw Refuse.because(
          Reason.BALANCE_TOO_LOW,
          "the request may cost %s uGFT, %s are available",
          amount,
          account.available);
    }
    return Decision.accept(
        new Held(
            amount,
            command.expires(),
            command.fallback(),
            command.id(),
            command.maxTokens(),
            command.model(),
            command.promptTokens(),
            command.wallet()));
  }

  static Decision progress(LedgerState state, Progress command, long millis) {
    var open = state.holds.find(command.id());
    if (open.isEmpty()) {
      return CloseRules.closedBefore(state, command.id(), millis);
    }
    var hold = open.get();
    requireTokens(hold, command.outputTokens());
    Stages.require(state, hold.pricing().model().shape(), command.stages(), command.outputTokens());
    if (command.outputTokens() <= hold.progress().outputTokens()) {
      return new Decision.Repeated(new Done(hold.progress().seq(), Progressed.KIND, Gft.ZERO));
    }
    return Decision.accept(new Progressed(command.id(), command.outputTokens(), command.stages()));
  }

  static void requireTokens(OpenHold hold, int outputTokens) {
    if (outputTokens < 1 || outputTokens > hold.held().maxTokens()) {
      throw Refuse.because(
          Reason.TOKENS_INVALID,
          "output_tokens must be 1 to %d, was %d",
          hold.held().maxTokens(),
          outputTokens);
    }
  }

  /** The model's price under the policy in force. */
  static Pricing pricing(LedgerState state, Hash model) {
    var known = state.pricings.get(model);
    if (known == null) {
      throw Refuse.because(Reason.MODEL_UNKNOWN, "model %s is not recorded", model);
    }
    return known;
  }

  private static Optional<Decision> repeated(LedgerState state, Hold command, long millis) {
    var open = state.holds.find(command.id());
    if (open.isPresent()) {
      return Optional.of(same(command, open.get().held().wallet(), open.get().done()));
    }
    var closed = state.closed.find(command.id(), millis);
    if (closed.isPresent() && closed.get().opened().isPresent()) {
      return Optional.of(
          same(command, closed.get().wallet().orElseThrow(), closed.get().opened().get()));
    }
    if (closed.isPresent()) {
      throw Refuse.because(Reason.ID_TAKEN, "id %s names a canary", command.id());
    }
    return Optional.empty();
  }

  private static Decision same(Hold command, WalletId wallet, Done first) {
    if (!wallet.equals(command.wallet())) {
      throw Refuse.because(Reason.ID_TAKEN, "id %s names another request", command.id());
    }
    return new Decision.Repeated(first);
  }
}
