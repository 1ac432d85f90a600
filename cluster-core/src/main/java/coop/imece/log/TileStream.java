package coop.imece.log;

import coop.imece.core.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Makes a log's tiles from its entries, one after another, keeping one tile a level in memory.
 * Tiles leave it as they fill, the partial ones at the end.
 */
public final class TileStream {
  private final BiConsumer<TilePath, byte[]> sink;
  private final List<Bytes> bundle = new ArrayList<>();
  private final List<List<Hash>> levels = new ArrayList<>();
  private long size;

  public TileStream(BiConsumer<TilePath, byte[]> sink) {
    this.sink = sink;
  }

  public void add(Bytes entry) {
    add(entry, MerkleTree.leaf(entry.array()));
  }

  /** As {@link #add(Bytes)}, when the entry's leaf hash is known already. */
  public void add(Bytes entry, Hash leaf) {
    bundle.add(entry);
    size++;
    if (bundle.size() == TilePath.FULL) {
      closeBundle();
    }
    add(0, leaf);
  }

  /** Gives out the partial tiles; nothing may be added after it. */
  public void finish() {
    if (!bundle.isEmpty()) {
      closeBundle();
    }
    for (var level = 0; level < levels.size(); level++) {
      var hashes = levels.get(level);
      if (!hashes.isEmpty()) {
        sink.accept(
            new TilePath(level, TilePath.fullTiles(level, size), hashes.size()), bytes(hashes));
      }
    }
  }

  private void closeBundle() {
    var index = (size - 1) / TilePath.FULL;
    sink.accept(new TilePath(TilePath.ENTRIES, index, bundle.size()), Tiles.entries(bundle));
    bundle.clear();
  }

  private void add(int level, Hash hash) {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    var hashes = levels.get(level);
    hashes.add(hash);
    if (hashes.size() == TilePath.FULL) {
      var path = new TilePath(level, TilePath.fullTiles(level, size) - 1, TilePath.FULL);
      sink.accept(path, bytes(hashes));
      var root = Frontier.empty();
      hashes.forEach(root::append);
      hashes.clear();
      add(level + 1, root.root());
    }
  }

  private static byte[] bytes(List<Hash> hashes) {
    var out = ByteBuffer.allocate(hashes.size() * Hash.BYTES);
    hashes.forEach(hash -> out.put(hash.array()));
    return out.array();
  }
}
