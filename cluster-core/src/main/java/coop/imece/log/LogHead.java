package coop.imece.log;

/**
 * Where a log ends: its size, the hash of its last entry, its frontier and its last time stamp. All
 * that is needed to append. Mutable, of one owner.
 */
public final class LogHead {
  private final Frontier frontier;
  private Hash chainHead;
  private long lastTs;

  private LogHead(Frontier frontier, Hash chainHead, long lastTs) {
    this.frontier = frontier;
    this.chainHead = chainHead;
    this.lastTs = lastTs;
  }

  public static LogHead empty() {
    return new LogHead(Frontier.empty(), Hash.ZERO, 0);
  }

  /** Takes up where another one was; the frontier is owned from then on. */
  public static LogHead of(Frontier frontier, Hash chainHead, long lastTs) {
    return new LogHead(frontier, chainHead, lastTs);
  }

  /**
   * The entry that would come next, not appended yet. A time before the last entry's is moved up to
   * it.
   *
   * @param data a canonical JSON object
   * @param millis Unix time
   */
  public Entry next(String kind, byte[] data, long millis) {
    return Entry.encode(size(), chainHead, Math.max(millis, lastTs), kind, data);
  }

  /**
   * Appends an entry.
   *
   * @throws MalformedException when it is not the next one: wrong index, predecessor or time. The
   *     head is unchanged then.
   */
  public void append(Entry entry) {
    if (entry.seq() != size()) {
      throw new MalformedException("seq must be %d, was %d".formatted(size(), entry.seq()));
    }
    if (!entry.prev().equals(chainHead)) {
      throw new MalformedException("prev must be %s, was %s".formatted(chainHead, entry.prev()));
    }
    if (entry.ts() < lastTs) {
      throw new MalformedException("ts must be %d or more, was %d".formatted(lastTs, entry.ts()));
    }
    frontier.append(entry.leafHash());
    chainHead = entry.chainHash();
    lastTs = entry.ts();
  }

  public long size() {
    return frontier.size();
  }

  /** The root of the tree over all entries. */
  public Hash root() {
    return frontier.root();
  }

  public Hash chainHead() {
    return chainHead;
  }

  /** Unix time in milliseconds of the last entry, 0 before the first. */
  public long lastTs() {
    return lastTs;
  }

  /** A copy, to be kept. */
  public Frontier frontier() {
    return frontier.copy();
  }
}
