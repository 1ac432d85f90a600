package coop.imece.shard.decoder;

import ai.djl.pytorch.jni.IValue;

/**
 * Keys and values of one session's past positions at every layer of one slice. Its memory grows in
 * chunks with the positions it holds. Made by {@link Slice#openCache}; used by one thread at a
 * time, and closed before its slice.
 */
public final class KvCache implements AutoCloseable {
  private static final int CHUNK_POSITIONS = 64;

  private final Slice slice;
  private int maxPositions;
  private int positions;
  private int capacity;
  private IValue memory;

  KvCache(Slice slice, int maxPositions) {
    this.slice = slice;
    this.maxPositions = maxPositions;
    this.capacity = Math.min(CHUNK_POSITIONS, maxPositions);
    this.memory = slice.newCacheMemory(capacity);
  }

  /**
   * Goes over to another session, with the positions at which it starts with the same tokens.
   *
   * @param count positions that stay, at most those held; 0 leaves only the memory
   * @param most positions that it may hold from now on
   */
  public void handOver(int count, int most) {
    if (count > most) {
      throw new IllegalArgumentException(
          "need count <= most, was %d and %d".formatted(count, most));
    }
    truncate(count);
    maxPositions = most;
  }

  /** Positions whose keys and values are held. */
  public int positions() {
    return positions;
  }

  /** Positions it may ever hold. */
  public int maxPositions() {
    return maxPositions;
  }

  /** Positions that its memory has room for now. */
  public int capacity() {
    return capacity;
  }

  /** Memory taken now, for held and spare positions. */
  public long bytes() {
    return memory == null ? 0 : capacity * slice.kvBytesPerPosition();
  }

  /** Forgets the positions from {@code end} on. */
  public void truncate(int end) {
    if (end < 0 || end > positions) {
      throw new IllegalArgumentException(
          "need 0 <= positions <= %d, was %d".formatted(positions, end));
    }
    positions = end;
  }

  /** Frees the memory; closing twice is allowed. */
  @Override
  public void close() {
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }

  Slice slice() {
    return slice;
  }

  boolean closed() {
    return memory == null;
  }

  /** Makes room for {@code count} more positions and gives the memory. */
  IValue reserve(int count) {
    var needed = positions + count;
    if (needed > capacity) {
      var wanted = Math.max(needed, capacity + capacity / 2);
      var chunks = (wanted + CHUNK_POSITIONS - 1) / CHUNK_POSITIONS;
      var grown = Math.max(needed, Math.min(maxPositions, chunks * CHUNK_POSITIONS));
      var larger = slice.growCacheMemory(grown, memory, positions);
      memory.close();
      memory = larger;
      capacity = grown;
    }
    return memory;
  }

  void advance(int count) {
    positions += count;
  }
}
