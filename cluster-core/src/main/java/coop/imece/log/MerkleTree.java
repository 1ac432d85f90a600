package coop.imece.log;

/** The hashes of RFC 6962 section 2.1. An odd hash is never paired with itself. */
public final class MerkleTree {
  /** Trees larger than this are refused everywhere, so that sizes stay positive longs. */
  public static final long MAX_SIZE = 1L << 62;

  /** The root of the tree without leaves: SHA-256 of nothing. */
  public static final Hash EMPTY = Hash.sha256(new byte[0]);

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private MerkleTree() {}

  public static Hash leaf(byte[] data) {
    return Hash.sha256(LEAF, data);
  }

  public static Hash node(Hash left, Hash right) {
    return Hash.sha256(NODE, left.array(), right.array());
  }

  /** The largest power of two below {@code size}: where a tree of that size splits. */
  static long split(long size) {
    return Long.highestOneBit(size - 1);
  }

  /** Requires {@code 0 <= size <= MAX_SIZE}. */
  static void requireSize(long size) {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("need 0 <= size <= 2^62, was " + size);
    }
  }
}
