package coop.imece.log;

/** Where proofs take the hashes of complete subtrees from. */
public interface TreeReader {
  /**
   * The root of the leaves {@code [index << level, (index + 1) << level)}.
   *
   * @throws IllegalArgumentException when the reader does not hold that subtree
   */
  Hash subtree(int level, long index);
}
