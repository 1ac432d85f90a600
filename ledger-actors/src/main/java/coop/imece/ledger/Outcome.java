package coop.imece.ledger;

import coop.imece.ledger.command.Done;
import coop.imece.ledger.command.Refusal;
import coop.imece.log.Entry;
import java.util.List;

/** What came of a command. */
public sealed interface Outcome {
  /**
   * These entries are in memory and must be made durable, in this order, before anyone is told;
   * each has its answer. Both are empty when there was nothing to do.
   */
  record Appended(List<Entry> entries, List<Done> answers) implements Outcome {
    public Appended {
      entries = List.copyOf(entries);
      answers = List.copyOf(answers);
    }
  }

  /** It was done before; the first answer. */
  record Repeated(Done answer) implements Outcome {}

  record Refused(Refusal refusal) implements Outcome {}
}
