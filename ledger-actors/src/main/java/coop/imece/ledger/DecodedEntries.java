package coop.imece.ledger;

import coop.imece.core.Bytes;
import coop.imece.ledger.event.EventReader;
import coop.imece.ledger.event.LedgerEvent;
import coop.imece.log.Entry;
import coop.imece.log.MalformedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Entries read ahead: fetched one chunk after another, parsed and hashed by as many threads as
 * there are processors, and given out in order. Of one caller, who closes it.
 */
final class DecodedEntries implements AutoCloseable {
  private static final int CHUNK = 512;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int CHUNKS_AHEAD = 2 * PROCESSORS;

  /** Of all audits: they do not wait for each other, only for a processor. */
  private static final Executor THREADS =
      Executors.newFixedThreadPool(PROCESSORS, DecodedEntries::daemon);

  /** An entry and what it says, or why that can't be read. */
  record Decoded(Optional<Entry> entry, Optional<LedgerEvent> event, String fault) {}

  /** Some entries as they came, and what was wrong with the one after them. */
  private record Fetched(List<Bytes> entries, Optional<String> fault) {}

  private final Iterator<Bytes> entries;
  private final Consumer<Entry> tap;
  private final Deque<CompletableFuture<List<Decoded>>> ahead = new ArrayDeque<>();
  private CompletableFuture<Fetched> fetched =
      CompletableFuture.completedFuture(new Fetched(List.of(), Optional.empty()));
  private CompletableFuture<List<Decoded>> tapped = CompletableFuture.completedFuture(List.of());
  private volatile boolean ended;

  /**
   * @param tap sees every entry that can be read, hashed and in order, on another thread than the
   *     caller's
   */
  DecodedEntries(Iterator<Bytes> entries, Consumer<Entry> tap) {
    this.entries = entries;
    this.tap = tap;
  }

  /** The next entries, none at the end; after one that can't be read nothing follows. */
  List<Decoded> next() {
    while (ahead.size() < CHUNKS_AHEAD) {
      fetchAnother();
    }
    return joined(ahead.remove());
  }

  private void fetchAnother() {
    fetched = fetched.thenApplyAsync(before -> fetch(), THREADS);
    var decoded = fetched.thenApplyAsync(DecodedEntries::decode, THREADS);
    tapped = tapped.thenCombineAsync(decoded, (before, chunk) -> tap(chunk), THREADS);
    ahead.add(tapped);
  }

  /** One call at a time, in order. */
  private Fetched fetch() {
    var chunk = new ArrayList<Bytes>(CHUNK);
    try {
      while (!ended && chunk.size() < CHUNK && entries.hasNext()) {
        chunk.add(entries.next());
      }
      return new Fetched(chunk, Optional.empty());
    } catch (MalformedException e) {
      ended = true;
      return new Fetched(chunk, Optional.of(e.getMessage()));
    }
  }

  private static List<Decoded> decode(Fetched fetched) {
    var chunk = new ArrayList<Decoded>(fetched.entries.size());
    for (var bytes : fetched.entries) {
      try {
        var read = EventReader.parse(bytes);
        read.entry().leafHash();
        read.entry().chainHash();
        chunk.add(new Decoded(Optional.of(read.entry()), Optional.of(read.data()), ""));
      } catch (MalformedException e) {
        chunk.add(unreadable(e.getMessage()));
        return chunk;
      }
    }
    fetched.fault.ifPresent(fault -> chunk.add(unreadable(fault)));
    return chunk;
  }

  private static Decoded unreadable(String fault) {
    return new Decoded(Optional.empty(), Optional.empty(), fault);
  }

  /** One call at a time, in order. */
  private List<Decoded> tap(List<Decoded> chunk) {
    for (var decoded : chunk) {
      decoded.entry.ifPresent(tap);
    }
    return chunk;
  }

  private static List<Decoded> joined(CompletableFuture<List<Decoded>> chunk) {
    try {
      return chunk.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "ledger-audit-decoder");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for what is under way: its source may be closed after this. */
  @Override
  public void close() {
    ended = true;
    tapped.handle((chunk, failure) -> chunk).join();
  }
}
