package coop.imece.shard.stage;

/** The memory that a node gives to keys, values and sent hidden states. Not thread-safe. */
public final class KvBudget {
  private final long budgetBytes;
  private long reservedBytes;

  public KvBudget(long budgetBytes) {
    if (budgetBytes < 0) {
      throw new IllegalArgumentException("budgetBytes must be 0 or more, was " + budgetBytes);
    }
    this.budgetBytes = budgetBytes;
  }

  /** Whether the bytes were free; if so they are reserved. */
  public boolean reserve(long bytes) {
    if (bytes > freeBytes()) {
      return false;
    }
    reservedBytes += bytes;
    return true;
  }

  public void release(long bytes) {
    if (bytes > reservedBytes) {
      throw new IllegalStateException(
          "released %d bytes of %d reserved".formatted(bytes, reservedBytes));
    }
    reservedBytes -= bytes;
  }

  public long reservedBytes() {
    return reservedBytes;
  }

  public long freeBytes() {
    return budgetBytes - reservedBytes;
  }
}
