package coop.imece.ledger;

import coop.imece.core.Bytes;
import coop.imece.ledger.AuditReport.Finding;
import coop.imece.ledger.event.EventReader;
import coop.imece.ledger.event.LedgerEvent;
import coop.imece.log.Checkpoint;
import coop.imece.log.Entry;
import coop.imece.log.Hash;
import coop.imece.log.MalformedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/**
 * Recomputes a ledger from its entries' bytes: form, chain, tree, every amount, every invariant,
 * and the root of every checkpoint that is given. Stops at what is wrong first. One thread reads
 * and hashes while another one applies the rules.
 */
public final class LedgerAudit {
  private static final int CHUNK = 1_024;

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
   * @param entries all entries, the first one first; a {@link MalformedException} of its own is a
   *     finding, what else it throws ends the audit
   * @param checkpoints published ones and remembered ones, of any size
   * @param progress is told how many entries are in order, now and then
   */
  public static AuditReport run(
      Iterator<Bytes> entries, List<Checkpoint> checkpoints, LongConsumer progress) {
    return run(Ledger.empty(), entries, checkpoints, progress);
  }

  /**
   * As {@link #run(Iterator, List, LongConsumer)}, from where that ledger is; it stands after the
   * last entry in order then.
   */
  public static AuditReport run(
      Ledger ledger, Iterator<Bytes> entries, List<Checkpoint> checkpoints, LongConsumer progress) {
    var audit = new LedgerAudit(ledger, checkpoints);
    var decoder = Executors.newSingleThreadExecutor(LedgerAudit::daemon);
    Optional<Finding> finding;
    try {
      finding = audit.check(entries, progress, decoder);
    } finally {
      decoder.shutdown();
    }
    var head = ledger.head();
    return new AuditReport(
        head.size(), head.root(), head.chainHead(), ledger.state().supply(), finding);
  }

  /** An entry and what it says, or why that can't be read. */
  private record Decoded(Optional<Entry> entry, Optional<LedgerEvent> event, String fault) {
    static Decoded next(Iterator<Bytes> entries) {
      try {
        var entry = Entry.parse(entries.next());
        entry.leafHash();
        entry.chainHash();
        return new Decoded(Optional.of(entry), Optional.of(EventReader.read(entry)), "");
      } catch (MalformedException e) {
        return new Decoded(Optional.empty(), Optional.empty(), message(e));
      }
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "ledger-audit-decoder");
    thread.setDaemon(true);
    return thread;
  }

  /** One thread reads the next chunk while this one applies the last. */
  private Optional<Finding> check(
      Iterator<Bytes> entries, LongConsumer progress, Executor decoder) {
    var finding = checkpointsHere();
    var next = CompletableFuture.completedFuture(decode(entries));
    while (finding.isEmpty()) {
      var chunk = joined(next);
      if (chunk.isEmpty()) {
        return missingEntries();
      }
      next =
          entries.hasNext()
              ? CompletableFuture.supplyAsync(() -> decode(entries), decoder)
              : CompletableFuture.completedFuture(List.of());
      for (var decoded : chunk) {
        finding = apply(decoded);
        if (finding.isPresent()) {
          break;
        }
      }
      progress.accept(ledger.head().size());
    }
    joined(next);
    return finding;
  }

  private static List<Decoded> joined(CompletableFuture<List<Decoded>> chunk) {
    try {
      return chunk.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static List<Decoded> decode(Iterator<Bytes> entries) {
    var chunk = new ArrayList<Decoded>(CHUNK);
    while (chunk.size() < CHUNK && entries.hasNext()) {
      var decoded = Decoded.next(entries);
      chunk.add(decoded);
      if (decoded.entry.isEmpty()) {
        break;
      }
    }
    return chunk;
  }

  private Optional<Finding> apply(Decoded decoded) {
    var index = ledger.head().size();
    if (decoded.event.isEmpty()) {
      return Optional.of(new Finding(index, decoded.fault));
    }
    try {
      ledger.replay(decoded.entry.orElseThrow(), decoded.event.get());
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
