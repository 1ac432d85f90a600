package coop.imece.ledger.journal;

import coop.imece.log.Entry;
import java.sql.SQLException;
import java.util.List;

/** Writes entries into the journal's table past the actor: as it would have, in one transaction. */
public final class JournalWriter {
  private static final String WRITER = "journal-writer";

  private JournalWriter() {}

  /**
   * Appends entries that follow the last one of the journal. Blocks.
   *
   * @throws SQLException also when one of them is there already; then none is written
   */
  public static void append(JournalDatabase database, String persistenceId, List<Entry> entries)
      throws SQLException {
    var serializer = new EntrySerializer();
    database.transact(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "insert into event_journal (persistence_id, sequence_number, writer,"
                      + " write_timestamp, adapter_manifest, event_payload, event_ser_id,"
                      + " event_ser_manifest) values (?, ?, ?, ?, '', ?, ?, ?)")) {
            for (var entry : entries) {
              insert.setString(1, persistenceId);
              insert.setLong(2, entry.seq() + 1);
              insert.setString(3, WRITER);
              insert.setLong(4, entry.ts());
              insert.setBytes(5, serializer.toBinary(entry));
              insert.setInt(6, serializer.identifier());
              insert.setString(7, serializer.manifest(entry));
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return null;
        });
  }
}
