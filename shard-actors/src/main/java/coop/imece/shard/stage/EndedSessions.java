package coop.imece.shard.stage;

import coop.imece.shard.decoder.KvCache;
import coop.imece.stage.PrefixBlocks;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keys and values of sessions that have ended, for sessions that start with the same tokens. They
 * take what the budget leaves and go, least recently used first, when an open session needs it.
 * While memory is full, as it is most of the time, the memory of one that goes becomes the
 * session's that it goes for: freeing and taking it again would leave holes in the heap. While it
 * is not, one cache may be there that nobody has used. Not thread-safe.
 */
public final class EndedSessions {
  private final KvBudget budget;
  private final Deque<Ended> recentFirst = new ArrayDeque<>();

  private record Ended(PrefixBlocks blocks, KvCache cache, long bytes) {}

  public EndedSessions(KvBudget budget) {
    this.budget = budget;
  }

  /**
   * Keeps a cache, which is owned from then on, or closes it when there is no room or nothing to
   * share.
   *
   * @param bytes that are reserved for it: at least its own
   */
  public void keep(PrefixBlocks blocks, KvCache cache, long bytes) {
    var useful = Math.min(blocks.hashes().size() * PrefixBlocks.BLOCK_TOKENS, cache.positions());
    if (useful < PrefixBlocks.BLOCK_TOKENS || !makeRoom(bytes) || !budget.reserve(bytes)) {
      cache.close();
    } else {
      recentFirst.addFirst(new Ended(blocks, cache, bytes));
    }
  }

  /**
   * Gives away the one that shares the most, cut to what is shared, and its memory with it.
   *
   * @param atMost positions that are of use
   */
  public Optional<KvCache> take(PrefixBlocks blocks, int atMost, int maxPositions) {
    var best =
        recentFirst.stream().max(Comparator.comparingInt(ended -> shared(ended, blocks, atMost)));
    if (best.isEmpty() || shared(best.get(), blocks, atMost) == 0) {
      return Optional.empty();
    }
    recentFirst.remove(best.get());
    budget.release(best.get().bytes());
    best.get().cache().handOver(shared(best.get(), blocks, atMost), maxPositions);
    return Optional.of(best.get().cache());
  }

  /** Keeps memory for a session that has none; it goes before what is of use to others. */
  public void keepSpare(KvCache empty, long bytes) {
    if (budget.reserve(bytes)) {
      recentFirst.addLast(new Ended(PrefixBlocks.NONE, empty, bytes));
    } else {
      empty.close();
    }
  }

  /** Whether there is memory that holds nothing. */
  public boolean hasSpare() {
    return !recentFirst.isEmpty() && recentFirst.peekLast().blocks().hashes().isEmpty();
  }

  /** Closes it where it has room for fewer positions: a session would outgrow it. */
  public void dropSpareBelow(int positions) {
    if (hasSpare() && recentFirst.peekLast().cache().capacity() < positions) {
      dropOldest().close();
    }
  }

  /** Gives it away to be prepared, unless it is. */
  public Optional<KvCache> takeUnpreparedSpare() {
    var unprepared = hasSpare() && !recentFirst.peekLast().cache().isPrepared();
    return unprepared ? Optional.of(dropOldest()) : Optional.empty();
  }

  /**
   * Gives it away, or closes it where it does not suit: the next is made for sessions like this.
   *
   * @param atOnce positions that the session begins with
   * @param maxPositions that it may reach
   */
  public Optional<KvCache> takeSpare(int atOnce, int maxPositions) {
    if (!hasSpare()) {
      return Optional.empty();
    }
    var spare = dropOldest();
    if (suits(spare, atOnce, maxPositions)) {
      spare.handOver(0, maxPositions);
      return Optional.of(spare);
    }
    spare.close();
    return Optional.empty();
  }

  /**
   * A smaller one would grow within the session's first step, a larger one takes what others need.
   */
  private static boolean suits(KvCache cache, int atOnce, int maxPositions) {
    return cache.capacity() >= atOnce && cache.capacity() <= maxPositions;
  }

  private static int shared(Ended ended, PrefixBlocks blocks, int atMost) {
    var positions = Math.min(ended.blocks().positionsShared(blocks), atMost);
    return Math.min(positions, ended.cache().positions())
        / PrefixBlocks.BLOCK_TOKENS
        * PrefixBlocks.BLOCK_TOKENS;
  }

  /** Drops caches until so many bytes are free; says whether they are. */
  public boolean makeRoom(long bytes) {
    makeRoom(bytes, KvCache::close);
    return budget.freeBytes() >= bytes;
  }

  /**
   * The same for a session that has no cache: gives it the first one that goes and suits.
   *
   * @param atOnce positions that the session begins with
   * @param maxPositions that it may reach
   * @return an empty cache, if one was dropped that is neither too small nor too large
   */
  public Optional<KvCache> makeRoomByOne(long bytes, int atOnce, int maxPositions) {
    var reused = new ArrayDeque<KvCache>(1);
    makeRoom(
        bytes,
        oldest -> {
          if (reused.isEmpty() && suits(oldest, atOnce, maxPositions)) {
            oldest.handOver(0, maxPositions);
            reused.add(oldest);
          } else {
            oldest.close();
          }
        });
    return Optional.ofNullable(reused.peek());
  }

  private void makeRoom(long bytes, Consumer<KvCache> dropped) {
    while (budget.freeBytes() < bytes && !recentFirst.isEmpty()) {
      dropped.accept(dropOldest());
    }
  }

  private KvCache dropOldest() {
    var oldest = recentFirst.removeLast();
    budget.release(oldest.bytes());
    return oldest.cache();
  }

  /** What is free, and what {@link #makeRoom} could free. */
  public long availableBytes() {
    return budget.freeBytes() + recentFirst.stream().mapToLong(Ended::bytes).sum();
  }

  /** What is reserved for kept caches beyond what they take. */
  public long emptyBytes() {
    return recentFirst.stream().mapToLong(ended -> ended.bytes() - ended.cache().bytes()).sum();
  }

  public List<KvCache> caches() {
    return recentFirst.stream().map(Ended::cache).toList();
  }
}
