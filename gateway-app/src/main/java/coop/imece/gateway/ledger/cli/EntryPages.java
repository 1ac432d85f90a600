package coop.imece.gateway.ledger.cli;

import coop.imece.core.Bytes;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A source's entries one after another, fetched page by page. */
final class EntryPages implements Iterator<Bytes> {
  private final LedgerSource source;
  private final long size;
  private Iterator<Bytes> page = Collections.emptyIterator();
  private long next;

  EntryPages(LedgerSource source, long size) {
    this.source = source;
    this.size = size;
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
    next++;
    return page.next();
  }
}
