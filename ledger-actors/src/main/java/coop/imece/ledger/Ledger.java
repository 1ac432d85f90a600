package coop.imece.ledger;

import coop.imece.core.Bytes;
import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.Refusal;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.EventReader;
import coop.imece.ledger.event.LedgerEvent;
import coop.imece.log.Entry;
import coop.imece.log.LogHead;
import coop.imece.log.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The log's head and the accounts, moved together. Mutable, of one owner.
 *
 * <p>{@link #execute} moves ahead of what is durable: the owner persists the entries it returns, in
 * order, before it answers anyone, and throws this object away (and replays) if that fails. {@link
 * #replay} takes entries from the journal that this object did not write itself.
 */
public final class Ledger {
  private final LogHead head;
  private final LedgerState state;

  private Ledger(LogHead head, LedgerState state) {
    this.head = head;
    this.state = state;
  }

  public static Ledger empty() {
    return new Ledger(LogHead.empty(), new LedgerState());
  }

  /**
   * Takes up where a snapshot was made.
   *
   * @throws MalformedException when the bytes are not a snapshot of a known version
   * @throws InvariantViolation when its numbers contradict each other
   */
  public static Ledger restore(Bytes snapshot) {
    var read = SnapshotReader.read(snapshot);
    Invariants.checkAll(read.state());
    return new Ledger(read.head(), read.state());
  }

  /** Equal bytes for equal ledgers, however they came about. */
  public Bytes snapshot() {
    return SnapshotWriter.write(head, state);
  }

  /**
   * Decides a command and applies what it leads to.
   *
   * @param clockMillis Unix time; entries carry it, or the last entry's time if that is later
   */
  public Outcome execute(LedgerCommand command, LedgerLimits limits, long clockMillis) {
    if (isOver(command, limits)) {
      var message = "the ledger has %d open holds and %d pending lines, its limits";
      return new Outcome.Refused(
          new Refusal(Reason.BUSY, message.formatted(state.openHolds(), state.pendingLines())));
    }
    var millis = Math.max(clockMillis, head.lastTs());
    var decision = Rules.decide(state, command, millis);
    if (decision instanceof Decision.Refused refused) {
      return new Outcome.Refused(refused.refusal());
    }
    if (decision instanceof Decision.Repeated repeated) {
      return new Outcome.Repeated(repeated.done());
    }
    var entries = new ArrayList<Entry>(1);
    var answers = new ArrayList<Done>(1);
    for (var event : ((Decision.Accepted) decision).events()) {
      var entry = head.next(event.kind(), event.toBytes(), millis);
      head.append(entry);
      answers.add(Evolution.apply(state, event, entry.seq(), entry.ts()));
      entries.add(entry);
    }
    return new Outcome.Appended(entries, answers);
  }

  /**
   * Takes an entry that is durable. Its every amount is computed again: an entry that this ledger
   * could not itself have written is refused.
   *
   * @throws MalformedException when it is not the next entry of the log, or no known entry
   * @throws InvariantViolation when the rules do not lead to it
   */
  public void replay(Entry entry) {
    replay(entry, EventReader.read(entry));
  }

  /** As {@link #replay(Entry)}, when somebody has read already what the entry says. */
  void replay(Entry entry, LedgerEvent event) {
    head.append(entry);
    requireDecided(event, entry);
    Evolution.apply(state, event, entry.seq(), entry.ts());
  }

  public LogHead head() {
    return head;
  }

  public LedgerState state() {
    return state;
  }

  private void requireDecided(LedgerEvent event, Entry entry) {
    var again = Rules.decide(state, event.command(), entry.ts());
    if (again instanceof Decision.Accepted accepted && accepted.events().equals(List.of(event))) {
      return;
    }
    throw new InvariantViolation(Disagreement.describe(event, again));
  }

  private boolean isOver(LedgerCommand command, LedgerLimits limits) {
    return command instanceof LedgerCommand.Hold hold
        && state.holds.find(hold.id()).isEmpty()
        && (state.openHolds() >= limits.openHolds()
            || state.pendingLines() >= limits.pendingLines());
  }
}
