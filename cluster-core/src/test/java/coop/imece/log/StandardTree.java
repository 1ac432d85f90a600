package coop.imece.log;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;

/** The eight leaves that implementations of RFC 6962 compare themselves on, and made-up ones. */
final class StandardTree {
  static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private StandardTree() {}

  static MemoryTree ofSize(int size) {
    var tree = new MemoryTree();
    LEAVES.subList(0, size).forEach(leaf -> tree.append(leaf(leaf)));
    return tree;
  }

  static Hash leaf(String hex) {
    return MerkleTree.leaf(HexFormat.of().parseHex(hex));
  }

  /** Leaves 0, 1, 2 ... as text. */
  static List<Hash> counting(long size) {
    return LongStream.range(0, size)
        .mapToObj(i -> MerkleTree.leaf(Long.toString(i).getBytes()))
        .toList();
  }

  static MemoryTree tree(List<Hash> leaves) {
    var tree = new MemoryTree();
    leaves.forEach(tree::append);
    return tree;
  }

  /** The root as RFC 6962 defines it, by recursion. */
  static Hash naiveRoot(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return MerkleTree.EMPTY;
    }
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    var split = 1;
    while (split * 2 < leaves.size()) {
      split *= 2;
    }
    return MerkleTree.node(
        naiveRoot(leaves.subList(0, split)), naiveRoot(leaves.subList(split, leaves.size())));
  }

  static List<byte[]> raw(List<Hash> proof) {
    return proof.stream().map(Hash::toBytes).toList();
  }
}
