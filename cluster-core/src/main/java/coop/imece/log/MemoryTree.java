package coop.imece.log;

import java.util.ArrayList;
import java.util.List;

/** A tree that keeps the hash of every complete subtree: 64 bytes a leaf. Of one owner. */
public final class MemoryTree implements TreeReader {
  private final List<List<Hash>> levels = new ArrayList<>(List.of(new ArrayList<>()));

  public void append(Hash leaf) {
    levels.get(0).add(leaf);
    for (var level = 0; levels.get(level).size() % 2 == 0; level++) {
      if (level + 1 == levels.size()) {
        levels.add(new ArrayList<>());
      }
      var below = levels.get(level);
      var end = below.size();
      levels.get(level + 1).add(MerkleTree.node(below.get(end - 2), below.get(end - 1)));
    }
  }

  public long size() {
    return levels.get(0).size();
  }

  @Override
  public Hash subtree(int level, long index) {
    if (level >= levels.size() || index >= levels.get(level).size()) {
      throw new IllegalArgumentException(
          "no complete subtree %d of level %d in a tree of size %d"
              .formatted(index, level, size()));
    }
    return levels.get(level).get(Math.toIntExact(index));
  }
}
