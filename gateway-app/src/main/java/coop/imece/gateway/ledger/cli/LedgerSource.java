package coop.imece.gateway.ledger.cli;

import coop.imece.core.Bytes;
import coop.imece.log.Checkpoint;
import coop.imece.log.SignedNote;
import coop.imece.log.TilePath;
import coop.imece.log.TreeReader;
import java.util.List;
import java.util.Optional;

/** Where a ledger is read from. Nothing that it says is believed. */
interface LedgerSource extends AutoCloseable {
  /** How many entries one call returns at most. */
  int PAGE = TilePath.FULL;

  /** The newest signed checkpoint; a journal may have none yet. */
  Optional<SignedNote> checkpoint();

  /** Checkpoints that were signed before, as far as the source keeps them. */
  List<SignedNote> olderCheckpoints();

  /** How many entries there are: what the checkpoint says, or all that a journal holds. */
  long size(Optional<Checkpoint> checkpoint);

  /**
   * The entries {@code [start, end)}, of one page: {@code start} is a multiple of {@link #PAGE}.
   *
   * @param size the size of the log as it was read
   */
  List<Bytes> page(long start, long end, long size);

  /** The tree of that size. */
  TreeReader tree(long size);

  /** A published hash tile; none where a source has no tiles. */
  Optional<byte[]> hashTile(TilePath path);

  @Override
  void close();
}
