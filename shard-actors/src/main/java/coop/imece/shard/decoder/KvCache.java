package coop.imece.shard.decoder;

import ai.djl.pytorch.jni.IValue;
import java.util.Optional;

/**
 * Keys and values of one session's past positions at every layer of one slice. It takes memory when
 * it is told what to expect, or the first ones come, and more in chunks with the positions it
 * holds. Made by {@link Slice#openCache}; used by one thread at a time, and closed before its
 * slice.
 */
public final class KvCache implements AutoCloseable {
  private static final int CHUNK_POSITIONS = 64;

  /** Of one layer, written at once: a session that comes meanwhile waits for no more. */
  private static final long PART_BYTES = 1 << 20;

  private final Slice slice;
  private int maxPositions;
  private int expected;
  private int positions;
  private int capacity;
  private int prepared;
  private Optional<IValue> memory = Optional.empty();
  private boolean closed;

  KvCache(Slice slice, int maxPositions) {
    this.slice = slice;
    this.maxPositions = maxPositions;
  }

  /**
   * Takes memory for so many positions if it has none, else when it grows next: a prompt that comes
   * in chunks makes it grow once. Taken within a step, it would leave holes where what a step makes
   * and frees had been, and what is held would be copied while others wait.
   */
  public void expect(int count) {
    expected = Math.min(count, maxPositions);
    if (memory.isEmpty()) {
      grow(expected);
    }
  }

  /**
   * Writes the next part of an empty cache's memory: the first write to a page of new memory takes
   * its time, which a session then has not to wait for. Only where it is not {@link #isPrepared}.
   */
  public void prepareNext() {
    var parts = partsOfLayer();
    var from = prepared % parts * partRows();
    slice.clearCacheMemory(
        memory.orElseThrow(), prepared / parts, from, Math.min(capacity, from + partRows()));
    prepared++;
  }

  /** Whether {@link #prepareNext} has written all. */
  public boolean isPrepared() {
    return prepared >= slice.layers().count() * partsOfLayer();
  }

  private int partsOfLayer() {
    return (capacity + partRows() - 1) / partRows();
  }

  private int partRows() {
    return (int) Math.max(1, PART_BYTES * slice.layers().count() / slice.kvBytesPerPosition());
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
    expected = 0;
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
    return capacity * slice.kvBytesPerPosition();
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
    memory.ifPresent(IValue::close);
    memory = Optional.empty();
    capacity = 0;
    closed = true;
  }

  Slice slice() {
    return slice;
  }

  boolean closed() {
    return closed;
  }

  /** Makes room for {@code count} more positions and gives the memory. */
  IValue reserve(int count) {
    var needed = positions + count;
    if (needed > capacity) {
      grow(Math.max(Math.max(needed, expected), capacity + capacity / 2));
    }
    return memory.orElseThrow();
  }

  /** To all that it may hold, where the next growth would come to that. */
  private void grow(int wanted) {
    var chunks = (wanted + CHUNK_POSITIONS - 1) / CHUNK_POSITIONS;
    var rounded = chunks * CHUNK_POSITIONS;
    var grown = maxPositions <= rounded + rounded / 2 ? maxPositions : rounded;
    var larger =
        memory.isPresent()
            ? slice.growCacheMemory(grown, memory.get(), positions)
            : slice.newCacheMemory(grown);
    memory.ifPresent(IValue::close);
    memory = Optional.of(larger);
    capacity = grown;
  }

  void advance(int count) {
    positions += count;
  }
}
