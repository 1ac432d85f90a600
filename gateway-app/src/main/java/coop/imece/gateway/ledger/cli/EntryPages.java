package coop.imece.gateway.ledger.cli;

import coop.imece.core.Bytes;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** A source's entries one after another, fetched page by page. */
final class EntryPages implements Iterator<Bytes> {
  private final LedgerSource source;
  private final long size;
  private final Consumer<Bytes> tap;
  private Iterator<Bytes> page = Collections.emptyIterator();
  private long next;

  /**
   * @param tap sees every entry before whoever asked for it
   */
  EntryPages(LedgerSource source, long size, Consumer<Bytes> tap) {
    this.source = source;
    this.size = size;
    this.tap = tap;
  }

  @Override
  public boolean hasNext() {
    return next < size;
  }

  @Override
  public Bytes next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the log has %d entries".formatted(size));
    }
    if (!page.hasNext()) {
      page = source.page(next, Math.min(next + LedgerSource.PAGE, size), size).iterator();
    }
    var entry = page.next();
    tap.accept(entry);
    next++;
    return entry;
  }
}
