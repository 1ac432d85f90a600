package coop.imece.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The compact range {@code [0, size)} of a tree: one hash for every set bit of the size, the widest
 * subtree first. All that an appender needs, at most 62 hashes. Mutable, of one owner.
 */
public final class Frontier {
  private final List<Hash> hashes;
  private long size;

  private Frontier(long size, List<Hash> hashes) {
    this.size = size;
    this.hashes = hashes;
  }

  public static Frontier empty() {
    return new Frontier(0, new ArrayList<>());
  }

  /** Takes up where another one was: needs one hash for every set bit of {@code size}. */
  public static Frontier of(long size, List<Hash> hashes) {
    MerkleTree.requireSize(size);
    if (hashes.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "a frontier of size %d has %d hashes, was %d"
              .formatted(size, Long.bitCount(size), hashes.size()));
    }
    return new Frontier(size, new ArrayList<>(hashes));
  }

  public void append(Hash leaf) {
    MerkleTree.requireSize(size + 1);
    var hash = leaf;
    for (var rest = size; (rest & 1) == 1; rest >>>= 1) {
      hash = MerkleTree.node(hashes.remove(hashes.size() - 1), hash);
    }
    hashes.add(hash);
    size++;
  }

  public Hash root() {
    if (size == 0) {
      return MerkleTree.EMPTY;
    }
    var root = hashes.get(hashes.size() - 1);
    for (var i = hashes.size() - 2; i >= 0; i--) {
      root = MerkleTree.node(hashes.get(i), root);
    }
    return root;
  }

  public long size() {
    return size;
  }

  public List<Hash> hashes() {
    return List.copyOf(hashes);
  }

  public Frontier copy() {
    return new Frontier(size, new ArrayList<>(hashes));
  }
}
