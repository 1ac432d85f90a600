package coop.imece.ledger.journal;

import coop.imece.core.Bytes;
import coop.imece.log.Checkpoint;
import coop.imece.log.Hash;
import coop.imece.log.MemoryTree;
import coop.imece.log.MerkleTree;
import coop.imece.log.Proofs;
import coop.imece.log.SignedNote;
import coop.imece.log.TilePath;
import coop.imece.log.TileTree;
import coop.imece.log.Tiles;
import coop.imece.log.TreeReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The ledger as files that any web server can offer (C2SP tlog-tiles): entries, hashes, and the
 * checkpoint that covers them, which is written last. Made from the journal; may be deleted and
 * made again. Of one writer; every call blocks.
 */
public final class TileArchive {
  private final Path folder;
  private final CheckpointFile published;

  public TileArchive(Path folder) {
    this.folder = folder;
    this.published = new CheckpointFile(folder.resolve("checkpoint"));
  }

  /** The checkpoint that the files cover. */
  public Optional<SignedNote> checkpoint() throws IOException {
    return published.read().map(SignedNote::parse);
  }

  /** Writes what a newer checkpoint covers, then the checkpoint; an older one changes nothing. */
  public void publish(String note, JournalReader journal) throws IOException, SQLException {
    var size = Checkpoint.parse(SignedNote.parse(note).text()).size();
    var before = size();
    if (size <= before) {
      return;
    }
    for (var index = before / TilePath.FULL; index * TilePath.FULL < size; index++) {
      writeLeaves(index, size, journal);
    }
    for (var level = 1; TilePath.fullTiles(level - 1, size) > 0; level++) {
      writeLevel(level, before, size);
    }
    published.write(note);
  }

  /** How many entries the files cover. */
  public long size() throws IOException {
    return checkpoint().map(note -> Checkpoint.parse(note.text()).size()).orElse(0L);
  }

  /** The tree of a size that the files cover. */
  public TreeReader tree(long size) {
    return new TileTree(
        size,
        path -> {
          try {
            return tile(path)
                .orElseThrow(() -> new IllegalArgumentException(path + " is not published"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** A tile, cut from a wider one where it was replaced by that since. */
  public Optional<byte[]> tile(TilePath path) throws IOException {
    var exact = read(path);
    if (exact.isPresent() || path.width() == TilePath.FULL) {
      return exact;
    }
    var size = size();
    var width =
        path.index() < TilePath.fullTiles(path.level(), size)
            ? TilePath.FULL
            : TilePath.partialWidth(path.level(), size);
    if (width <= path.width()) {
      return Optional.empty();
    }
    var wider = new TilePath(path.level(), path.index(), width);
    return read(wider).map(bytes -> cut(bytes, wider, path));
  }

  private static byte[] cut(byte[] bytes, TilePath wider, TilePath path) {
    return path.level() == TilePath.ENTRIES
        ? Tiles.entries(Tiles.parseEntries(wider, bytes).subList(0, path.width()))
        : Arrays.copyOf(bytes, path.width() * Hash.BYTES);
  }

  private Optional<byte[]> read(TilePath path) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(path.toString())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The entries of one tile and their leaf hashes. */
  private void writeLeaves(long index, long size, JournalReader journal)
      throws IOException, SQLException {
    var start = index * TilePath.FULL;
    var end = Math.min(start + TilePath.FULL, size);
    var entries = journal.range(start, end);
    if (entries.size() != end - start) {
      throw new IllegalStateException(
          "the journal must hold entries [%d, %d), has %d of them"
              .formatted(start, end, entries.size()));
    }
    var width = entries.size();
    write(new TilePath(TilePath.ENTRIES, index, width), Tiles.entries(entries));
    write(
        new TilePath(0, index, width),
        concatenated(entries.stream().map(Bytes::array).map(MerkleTree::leaf).toList()));
  }

  /** The tiles of a level whose hashes changed: each hash is the root of a full tile below. */
  private void writeLevel(int level, long before, long size) throws IOException {
    var hashes = TilePath.fullTiles(level - 1, size);
    var first = TilePath.fullTiles(level - 1, before) / TilePath.FULL;
    for (var index = first; index * TilePath.FULL < hashes; index++) {
      var start = index * TilePath.FULL;
      var width = (int) Math.min(TilePath.FULL, hashes - start);
      var roots = new Hash[width];
      for (var i = 0; i < width; i++) {
        roots[i] = root(new TilePath(level - 1, start + i, TilePath.FULL));
      }
      write(new TilePath(level, index, width), concatenated(List.of(roots)));
    }
  }

  private Hash root(TilePath full) throws IOException {
    var tree = new MemoryTree();
    var bytes = read(full).orElseThrow(() -> new NoSuchFileException(full.toString()));
    Tiles.parseHashes(full, bytes).forEach(tree::append);
    return Proofs.root(TilePath.FULL, tree);
  }

  private static byte[] concatenated(List<Hash> hashes) {
    var bytes = new byte[hashes.size() * Hash.BYTES];
    for (var i = 0; i < hashes.size(); i++) {
      System.arraycopy(hashes.get(i).toBytes(), 0, bytes, i * Hash.BYTES, Hash.BYTES);
    }
    return bytes;
  }

  /** Whole or not at all; narrower tiles that this one replaces go. */
  private void write(TilePath path, byte[] bytes) throws IOException {
    var file = folder.resolve(path.toString());
    AtomicFile.write(file, bytes);
    var partials =
        path.width() == TilePath.FULL
            ? file.resolveSibling(file.getFileName() + ".p")
            : file.getParent();
    if (Files.isDirectory(partials)) {
      try (var narrower = Files.newDirectoryStream(partials)) {
        for (var old : narrower) {
          if (!old.equals(file)) {
            Files.deleteIfExists(old);
          }
        }
      }
      if (path.width() == TilePath.FULL) {
        Files.deleteIfExists(partials);
      }
    }
  }
}
