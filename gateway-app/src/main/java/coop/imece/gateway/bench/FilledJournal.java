package coop.imece.gateway.bench;

import coop.imece.core.Bytes;
import coop.imece.ledger.Ledger;
import coop.imece.ledger.LedgerLimits;
import coop.imece.ledger.Outcome;
import coop.imece.ledger.Workload;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalSchema;
import coop.imece.ledger.journal.JournalWriter;
import coop.imece.ledger.journal.LedgerSnapshot;
import coop.imece.ledger.journal.SnapshotSerializer;
import coop.imece.log.Entry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A journal of many entries, written past the actor so that it is there soon. */
final class FilledJournal {
  private static final int PAGE = 2_000;
  private static final int TAIL = 5_000;

  /**
   * Between two requests: of many only those of the last days are still remembered by their ids.
   */
  private static final long SPACING_MILLIS = 1_000;

  private static final LedgerLimits LIMITS = new LedgerLimits(1_000_000, 1_000_000);

  private final JournalDatabase database;
  private final Ledger ledger = Ledger.empty();
  private final List<Entry> unwritten = new ArrayList<>();
  private Bytes snapshot = Bytes.own(new byte[0]);
  private long snapshotSize;
  private long millis;

  private FilledJournal(JournalDatabase database) {
    this.database = database;
  }

  /** Fills an empty journal; its snapshot is kept back. */
  static FilledJournal write(JournalDatabase database, long entries) throws SQLException {
    JournalSchema.migrate(database);
    var journal = new FilledJournal(database);
    var workload = new Workload(1, 64);
    journal.millis = System.currentTimeMillis() - entries / 2 * SPACING_MILLIS;
    for (var command : workload.setup(BenchLedger.ORIGIN, journal.millis)) {
      journal.execute(command);
    }
    while (journal.ledger.head().size() < entries) {
      journal.millis += SPACING_MILLIS;
      var request = workload.request(journal.millis);
      journal.execute(request.hold());
      journal.execute(request.settle());
      if (journal.snapshotSize == 0 && journal.ledger.head().size() >= entries - TAIL) {
        journal.snapshotSize = journal.ledger.head().size();
        journal.snapshot = journal.ledger.snapshot();
      }
    }
    journal.flush();
    return journal;
  }

  /** Stores the snapshot, some thousand entries before the end. */
  void storeSnapshot() throws SQLException {
    var stored = new LedgerSnapshot(snapshot);
    var serializer = new SnapshotSerializer();
    database.transact(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "insert into snapshot (persistence_id, sequence_number, created,"
                      + " snapshot_ser_id, snapshot_ser_manifest, snapshot_payload)"
                      + " values ('ledger', ?, ?, ?, ?, ?)")) {
            insert.setLong(1, snapshotSize);
            insert.setLong(2, System.currentTimeMillis());
            insert.setInt(3, serializer.identifier());
            insert.setString(4, serializer.manifest(stored));
            insert.setBytes(5, serializer.toBinary(stored));
            return insert.executeUpdate();
          }
        });
  }

  private void execute(LedgerCommand command) throws SQLException {
    var outcome = ledger.execute(command, LIMITS, millis);
    if (!(outcome instanceof Outcome.Appended appended)) {
      throw new IllegalStateException(command + " must be accepted, was " + outcome);
    }
    unwritten.addAll(appended.entries());
    if (unwritten.size() >= PAGE) {
      flush();
    }
  }

  private void flush() throws SQLException {
    JournalWriter.append(database, "ledger", unwritten);
    unwritten.clear();
  }
}
