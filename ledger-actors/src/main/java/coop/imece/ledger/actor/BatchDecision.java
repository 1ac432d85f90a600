package coop.imece.ledger.actor;

import coop.imece.ledger.Ledger;
import coop.imece.ledger.LedgerLimits;
import coop.imece.ledger.Outcome;
import coop.imece.ledger.command.Refusal;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.log.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch leads to: the entries to persist, and a reply for each question once they are
 * durable.
 */
record BatchDecision(List<Entry> entries, List<Reply> replies) {
  BatchDecision {
    entries = List.copyOf(entries);
    replies = List.copyOf(replies);
  }

  /** Decides the questions in their order, each against what those before it led to. */
  static BatchDecision decide(
      Ledger ledger, List<Question> questions, LedgerLimits limits, long millis) {
    var entries = new ArrayList<Entry>(questions.size());
    var replies = new ArrayList<Reply>(questions.size());
    for (var question : questions) {
      replies.add(reply(ledger, question, limits, millis, entries));
    }
    return new BatchDecision(entries, replies);
  }

  private static Reply reply(
      Ledger ledger, Question question, LedgerLimits limits, long millis, List<Entry> entries) {
    if (question instanceof Question.Record record) {
      return reply(ledger.execute(record.command(), limits, millis), entries);
    }
    if (question instanceof Question.Balance balance) {
      return ledger
          .state()
          .balance(balance.wallet())
          .<Reply>map(Reply.BalanceIs::new)
          .orElseGet(
              () ->
                  new Reply.Refused(
                      new Refusal(
                          Reason.WALLET_UNKNOWN,
                          "wallet %s is not registered".formatted(balance.wallet()))));
    }
    if (question instanceof Question.Supply) {
      return new Reply.SupplyIs(ledger.head().size(), ledger.state().supply());
    }
    throw new IllegalStateException("nothing answers " + question);
  }

  private static Reply reply(Outcome outcome, List<Entry> entries) {
    if (outcome instanceof Outcome.Appended appended) {
      entries.addAll(appended.entries());
      return new Reply.Recorded(appended.answers());
    }
    if (outcome instanceof Outcome.Repeated repeated) {
      return new Reply.Recorded(List.of(repeated.answer()));
    }
    if (outcome instanceof Outcome.Refused refused) {
      return new Reply.Refused(refused.refusal());
    }
    throw new IllegalStateException("nothing answers " + outcome);
  }
}
