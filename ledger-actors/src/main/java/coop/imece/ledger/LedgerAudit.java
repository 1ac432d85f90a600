package coop.imece.ledger;

import coop.imece.core.Bytes;
import coop.imece.ledger.AuditReport.Finding;
import coop.imece.log.Checkpoint;
import coop.imece.log.Entry;
import coop.imece.log.Hash;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Recomputes a ledger from its entries' bytes: form, chain, tree, every amount, every invariant,
 * and the root of every checkpoint that is given. Stops at what is wrong first. Other threads read
 * and hash while one applies the rules.
 */
public final class LedgerAudit {
  private final Ledger ledger;
  private final Deque<Checkpoint> checkpoints;
  private long agreedSize;

  private LedgerAudit(Ledger ledger, List<Checkpoint> checkpoints) {
    this.ledger = ledger;
    this.agreedSize = ledger.head().size();
    this.checkpoints =
        new ArrayDeque<>(
            checkpoints.stream().sorted(Comparator.comparingLong(Checkpoint::size)).toList());
  }

  /**
   * @param entries all entries, the first one first; a {@link coop.imece.log.MalformedException} of
   *     its own is a finding, what else it throws ends the audit
   * @param checkpoints published ones and remembered ones, of any size
   * @param progress is told how many entries are in order, now and then
   */
  public static AuditReport run(
      Iterator<Bytes> entries, List<Checkpoint> checkpoints, LongConsumer progress) {
    return run(Ledger.empty(), entries, checkpoints, entry -> {}, progress);
  }

  /**
   * As {@link #run(Iterator, List, LongConsumer)}, from where that ledger is; it stands after the
   * last entry in order then.
   *
   * @param tap sees every entry that can be read, in order and hashed, before it is checked; on
   *     another thread
   */
  public static AuditReport run(
      Ledger ledger,
      Iterator<Bytes> entries,
      List<Checkpoint> checkpoints,
      Consumer<Entry> tap,
      LongConsumer progress) {
    var audit = new LedgerAudit(ledger, checkpoints);
    Optional<Finding> finding;
    try (var decoded = new DecodedEntries(entries, tap)) {
      finding = audit.check(decoded, progress);
    }
    var head = ledger.head();
    return new AuditReport(
        head.size(), head.root(), head.chainHead(), ledger.state().supply(), finding);
  }

  private Optional<Finding> check(DecodedEntries entries, LongConsumer progress) {
    var finding = checkpointsHere();
    while (finding.isEmpty()) {
      var chunk = entries.next();
      if (chunk.isEmpty()) {
        return missingEntries();
      }
      for (var decoded : chunk) {
        finding = apply(decoded);
        if (finding.isPresent()) {
          break;
        }
      }
      progress.accept(ledger.head().size());
    }
    return finding;
  }

  private Optional<Finding> apply(DecodedEntries.Decoded decoded) {
    var index = ledger.head().size();
    if (decoded.event().isEmpty()) {
      return Optional.of(new Finding(index, decoded.fault()));
    }
    try {
      ledger.replay(decoded.entry().orElseThrow(), decoded.event().get());
    } catch (RuntimeException e) {
      return Optional.of(new Finding(index, message(e)));
    }
    return checkpointsHere();
  }

  /** The root of every checkpoint of the size that is reached. */
  private Optional<Finding> checkpointsHere() {
    var size = ledger.head().size();
    var agreed = agreedSize;
    while (!checkpoints.isEmpty() && checkpoints.peek().size() <= size) {
      var checkpoint = checkpoints.poll();
      if (checkpoint.size() < size) {
        continue;
      }
      var root = ledger.head().root();
      if (!root.equals(checkpoint.root())) {
        return Optional.of(disagreement(checkpoint, root));
      }
      agreed = size;
    }
    agreedSize = agreed;
    return Optional.empty();
  }

  private Finding disagreement(Checkpoint checkpoint, Hash root) {
    return new Finding(
        agreedSize,
        "the entries [%d, %d) are not those of the checkpoint of size %d: its root is %s, theirs %s"
            .formatted(agreedSize, checkpoint.size(), checkpoint.size(), checkpoint.root(), root));
  }

  private Optional<Finding> missingEntries() {
    var size = ledger.head().size();
    return checkpoints.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                size,
                "the ledger ends after %d entries, a checkpoint has %d"
                    .formatted(size, checkpoints.peekLast().size())));
  }

  private static String message(RuntimeException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
