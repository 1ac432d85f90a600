package coop.imece.ledger.actor;

import coop.imece.ledger.journal.CheckpointFile;
import coop.imece.ledger.journal.CheckpointTable;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.log.Hash;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Signs checkpoints and keeps them: all in the database, the newest in a file beside it, which a
 * restored backup of the database does not take along. Every call blocks.
 */
final class CheckpointStore {
  private final JournalDatabase database;
  private final CheckpointTable table;
  private final CheckpointFile file;
  private final CheckpointKey key;
  private final int compared;
  private final Consumer<Failpoint> failpoints;

  /**
   * @param compared most checkpoints that {@link #signedHistory} reads
   */
  CheckpointStore(
      JournalDatabase database,
      CheckpointFile file,
      CheckpointKey key,
      int compared,
      Consumer<Failpoint> failpoints) {
    this.database = database;
    this.table = new CheckpointTable(database);
    this.file = file;
    this.key = key;
    this.compared = compared;
    this.failpoints = failpoints;
  }

  /** Signs what is durable. */
  void sign(long size, Hash root) throws SQLException, IOException {
    database.sync();
    var note = key.sign(size, root);
    table.put(size, note);
    failpoints.accept(Failpoint.DURING_CHECKPOINT);
    file.write(note);
  }

  /**
   * The newest checkpoint, and those that replay will pass from the newest snapshot that is not
   * ahead of it.
   *
   * @throws HistoryDiffers when a note is not signed by this ledger's key, or two contradict
   */
  SignedHistory signedHistory() throws SQLException, IOException {
    var notes = new ArrayList<String>();
    file.read().ifPresent(notes::add);
    table.newest().ifPresent(notes::add);
    var newest = notes.stream().mapToLong(note -> key.open(note).size()).max().orElse(0);
    var start = new JournalReader(database, LedgerActor.PERSISTENCE_ID).snapshotAtMost(newest);
    notes.addAll(table.between(start, newest, compared));
    var roots = new HashMap<Long, Hash>();
    notes.forEach(note -> add(roots, note));
    return new SignedHistory(roots);
  }

  private void add(Map<Long, Hash> roots, String note) {
    var signed = key.open(note);
    var other = roots.putIfAbsent(signed.size(), signed.root());
    if (other != null && !other.equals(signed.root())) {
      throw new HistoryDiffers(
          "two checkpoints of size %d are signed, with roots %s and %s"
              .formatted(signed.size(), other, signed.root()));
    }
  }
}
