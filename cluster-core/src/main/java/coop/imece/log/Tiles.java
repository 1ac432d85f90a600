package coop.imece.log;

import coop.imece.core.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What stands in a tile: 32-byte hashes one after another, or entries with their lengths. */
public final class Tiles {
  private Tiles() {}

  /** The bytes of a hash tile, taken from a tree that covers it. */
  public static byte[] hashes(TilePath path, TreeReader tree) {
    var out = ByteBuffer.allocate(path.width() * Hash.BYTES);
    for (var i = 0; i < path.width(); i++) {
      out.put(tree.subtree(8 * path.level(), path.index() * TilePath.FULL + i).array());
    }
    return out.array();
  }

  public static List<Hash> parseHashes(TilePath path, byte[] tile) {
    if (tile.length != path.width() * Hash.BYTES) {
      throw new MalformedException(
          "%s has %d bytes, was %d".formatted(path, path.width() * Hash.BYTES, tile.length));
    }
    var hashes = new ArrayList<Hash>(path.width());
    for (var start = 0; start < tile.length; start += Hash.BYTES) {
      hashes.add(Hash.of(tile, start, start + Hash.BYTES));
    }
    return List.copyOf(hashes);
  }

  /** The bytes of an entry bundle: each entry after its length, a big-endian uint16. */
  public static byte[] entries(List<Bytes> entries) {
    var out = new ByteArrayOutputStream();
    for (var entry : entries) {
      out.write(entry.size() >>> 8);
      out.write(entry.size());
      out.writeBytes(entry.array());
    }
    return out.toByteArray();
  }

  public static List<Bytes> parseEntries(TilePath path, byte[] bundle) {
    var in = ByteBuffer.wrap(bundle);
    var entries = new ArrayList<Bytes>(path.width());
    while (entries.size() < path.width()) {
      var length = in.remaining() < 2 ? -1 : Short.toUnsignedInt(in.getShort());
      if (length < 0 || length > in.remaining()) {
        throw new MalformedException(
            "%s ends within entry %d of %d".formatted(path, entries.size(), path.width()));
      }
      var entry = new byte[length];
      in.get(entry);
      entries.add(Bytes.own(entry));
    }
    if (in.hasRemaining()) {
      throw new MalformedException(
          "%s has %d bytes after its last entry".formatted(path, in.remaining()));
    }
    return List.copyOf(entries);
  }
}
