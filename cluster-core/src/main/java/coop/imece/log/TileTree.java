package coop.imece.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A tree of a given size read from its tiles. Keeps the last tiles that it read. */
public final class TileTree implements TreeReader {
  private static final int KEPT_TILES = 256;

  private final long size;
  private final Function<TilePath, byte[]> tiles;
  private final Map<TilePath, List<Hash>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, List<Hash>> eldest) {
          return size() > KEPT_TILES;
        }
      };

  /**
   * @param tiles answers with a tile's bytes
   */
  public TileTree(long size, Function<TilePath, byte[]> tiles) {
    this.size = size;
    this.tiles = tiles;
  }

  @Override
  public Hash subtree(int level, long index) {
    if (index + 1 > size >>> level) {
      throw new IllegalArgumentException(
          "no complete subtree %d of level %d in a tree of size %d".formatted(index, level, size));
    }
    var tileLevel = level / 8;
    var rest = level % 8;
    var first = index << rest;
    var path = TilePath.holding(tileLevel, first, size);
    var hashes = kept.get(path);
    if (hashes == null) {
      hashes = Tiles.parseHashes(path, tiles.apply(path));
      kept.put(path, hashes);
    }
    var start = (int) (first % TilePath.FULL);
    return Proofs.root(1L << rest, within(hashes, start));
  }

  /** The hashes of a tile from {@code start} on, as a tree of their own. */
  private static TreeReader within(List<Hash> hashes, int start) {
    return new TreeReader() {
      @Override
      public Hash subtree(int level, long index) {
        return level == 0
            ? hashes.get(start + (int) index)
            : MerkleTree.node(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
      }
    };
  }
}
