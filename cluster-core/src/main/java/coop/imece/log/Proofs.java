package coop.imece.log;

import java.util.ArrayList;
import java.util.List;

/** Roots and proofs of a tree of any size that a reader covers (RFC 6962 sections 2.1.1, 2.1.2). */
public final class Proofs {
  private Proofs() {}

  /** The root of the first {@code size} leaves. */
  public static Hash root(long size, TreeReader tree) {
    MerkleTree.requireSize(size);
    return size == 0 ? MerkleTree.EMPTY : range(0, size, tree);
  }

  /** What an appender needs to go on from the first {@code size} leaves. */
  public static Frontier frontier(long size, TreeReader tree) {
    MerkleTree.requireSize(size);
    var hashes = new ArrayList<Hash>();
    var start = 0L;
    for (var rest = size; rest != 0; rest -= Long.highestOneBit(rest)) {
      var level = Long.numberOfTrailingZeros(Long.highestOneBit(rest));
      hashes.add(tree.subtree(level, start >>> level));
      start += 1L << level;
    }
    return Frontier.of(size, hashes);
  }

  /** The siblings from the leaf upward that prove leaf {@code index} in the tree of that size. */
  public static List<Hash> inclusion(long index, long size, TreeReader tree) {
    MerkleTree.requireSize(size);
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "need 0 <= index < size, was index %d of size %d".formatted(index, size));
    }
    var proof = new ArrayList<Hash>();
    path(index, 0, size, tree, proof);
    return List.copyOf(proof);
  }

  /** Proves that the tree of size {@code older} is the beginning of the one of {@code newer}. */
  public static List<Hash> consistency(long older, long newer, TreeReader tree) {
    MerkleTree.requireSize(newer);
    if (older < 1 || older > newer) {
      throw new IllegalArgumentException(
          "need 0 < older <= newer, was %d and %d".formatted(older, newer));
    }
    var proof = new ArrayList<Hash>();
    subproof(older, 0, newer, true, tree, proof);
    return List.copyOf(proof);
  }

  private static void path(long index, long start, long end, TreeReader tree, List<Hash> proof) {
    if (end - start == 1) {
      return;
    }
    var middle = start + MerkleTree.split(end - start);
    if (index < middle) {
      path(index, start, middle, tree, proof);
      proof.add(range(middle, end, tree));
    } else {
      path(index, middle, end, tree, proof);
      proof.add(range(start, middle, tree));
    }
  }

  /** {@code older} counts leaves from 0, as do {@code start} and {@code end}. */
  private static void subproof(
      long older, long start, long end, boolean known, TreeReader tree, List<Hash> proof) {
    if (older == end) {
      if (!known) {
        proof.add(range(start, end, tree));
      }
      return;
    }
    var middle = start + MerkleTree.split(end - start);
    if (older <= middle) {
      subproof(older, start, middle, known, tree, proof);
      proof.add(range(middle, end, tree));
    } else {
      subproof(older, middle, end, false, tree, proof);
      proof.add(range(start, middle, tree));
    }
  }

  /**
   * The root of the leaves {@code [start, end)}, a subtree of the whole: start is aligned to it.
   */
  private static Hash range(long start, long end, TreeReader tree) {
    var width = end - start;
    if (Long.bitCount(width) == 1) {
      var level = Long.numberOfTrailingZeros(width);
      return tree.subtree(level, start >>> level);
    }
    var middle = start + MerkleTree.split(width);
    return MerkleTree.node(range(start, middle, tree), range(middle, end, tree));
  }
}
