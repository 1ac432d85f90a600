package coop.imece.gateway.ledger.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.core.Bytes;
import coop.imece.log.Checkpoint;
import coop.imece.log.SignedNote;
import coop.imece.log.TilePath;
import coop.imece.log.TileTree;
import coop.imece.log.Tiles;
import coop.imece.log.TreeReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A ledger that is published as files (C2SP tlog-tiles), on a web server or in a folder. */
final class TileSource implements LedgerSource {
  private final String place;
  private final Function<String, Optional<byte[]>> files;

  /**
   * @param place for people
   * @param files answers with the bytes of a path relative to the log's folder
   */
  TileSource(String place, Function<String, Optional<byte[]>> files) {
    this.place = place;
    this.files = files;
  }

  @Override
  public Optional<SignedNote> checkpoint() {
    return Optional.of(SignedNote.parse(need("checkpoint")));
  }

  @Override
  public List<SignedNote> olderCheckpoints() {
    return List.of();
  }

  @Override
  public long size(Optional<Checkpoint> checkpoint) {
    return checkpoint.orElseThrow().size();
  }

  @Override
  public List<Bytes> page(long start, long end, long size) {
    var path = TilePath.holding(TilePath.ENTRIES, start, size);
    var entries = Tiles.parseEntries(path, need(path.toString()));
    return entries.subList(0, (int) (end - start));
  }

  @Override
  public TreeReader tree(long size) {
    return new TileTree(size, path -> need(path.toString()));
  }

  @Override
  public Optional<byte[]> hashTile(TilePath path) {
    return files.apply(path.toString());
  }

  @Override
  public void close() {}

  private byte[] need(String path) {
    return files
        .apply(path)
        .orElseThrow(
            () -> new CommandFailure(ExitCode.FAILED, "%s has no file %s".formatted(place, path)));
  }
}
