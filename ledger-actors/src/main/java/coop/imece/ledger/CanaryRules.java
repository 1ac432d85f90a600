package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.LedgerCommand.BuyCanary;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.CanaryBought;
import coop.imece.ledger.event.IssueLine;
import java.util.List;

/** Work that the cooperative buys: the only issuance without a paying request. */
final class CanaryRules {
  private CanaryRules() {}

  static Decision buy(LedgerState state, BuyCanary command, long millis) {
    if (state.holds.find(command.id()).isPresent()) {
      throw taken(command);
    }
    var closed = state.closed.find(command.id(), millis);
    if (closed.isPresent()) {
      if (closed.get().opened().isPresent()) {
        throw taken(command);
      }
      return new Decision.Repeated(closed.get().closed());
    }
    Refuse.unlessWithin("prompt_tokens", command.promptTokens(), 1, HoldRules.MAX_TOKENS);
    Refuse.unlessWithin("output_tokens", command.outputTokens(), 1, HoldRules.MAX_TOKENS);
    RequestIds.requireRecent(command.id(), millis);
    var pricing = HoldRules.pricing(state, command.model());
    Stages.require(state, pricing.model().shape(), command.stages(), command.outputTokens());
    var lines = Settlement.canary(state, pricing, command.promptTokens(), command.stages());
    requireBudget(state, issued(lines));
    return Decision.accept(
        new CanaryBought(
            command.id(), lines, command.model(), command.outputTokens(), command.promptTokens()));
  }

  static Gft issued(List<IssueLine> lines) {
    var sum = Gft.ZERO;
    for (var line : lines) {
      sum = sum.plus(line.issued());
    }
    return sum;
  }

  private static void requireBudget(LedgerState state, Gft issued) {
    var budget = state.policy.orElseThrow().value().canaryBudget();
    if (state.canaryIssued.plus(issued).compareTo(budget) > 0) {
      throw Refuse.because(
          Reason.BUDGET_EXHAUSTED,
          "the canary budget is %s uGFT, %s are issued and %s more were asked",
          budget,
          state.canaryIssued,
          issued);
    }
  }

  private static Refuse taken(BuyCanary command) {
    return Refuse.because(Reason.ID_TAKEN, "id %s names a request", command.id());
  }
}
