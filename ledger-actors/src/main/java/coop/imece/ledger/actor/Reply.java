package coop.imece.ledger.actor;

import coop.imece.ledger.LedgerState;
import coop.imece.ledger.Supply;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.command.Refusal;
import java.util.List;

/** What the ledger says to a {@link Question}. */
public sealed interface Reply {
  /** It is durable, in these entries. Empty when there was nothing to do. */
  record Recorded(List<Done> entries) implements Reply {
    public Recorded {
      entries = List.copyOf(entries);
    }
  }

  /** The rules forbid it, or too much waits; the ledger is as it was. */
  record Refused(Refusal refusal) implements Reply {}

  /** The ledger does not serve now. Nothing was done: try again. */
  record Unavailable(String reason) implements Reply {}

  /** The journal failed while this was written: it was done or not. Ask the same again. */
  record Unknown(String reason) implements Reply {}

  record BalanceIs(LedgerState.Balance balance) implements Reply {}

  /**
   * The supply after so many entries.
   *
   * @param size number of entries that it counts
   */
  record SupplyIs(long size, Supply supply) implements Reply {}
}
