package coop.imece.gateway.bench;

import coop.imece.ledger.journal.JournalDatabase;
import java.sql.SQLException;
import java.util.Random;

/** The same rows without a ledger: what the database alone manages. */
final class PlainInsert {
  private static final int BATCH = 500;

  private PlainInsert() {}

  /**
   * Rows per second, in batches of 500, each a transaction.
   *
   * @param payloadBytes size of an entry
   */
  static double rate(JournalDatabase database, int rows, int payloadBytes) throws SQLException {
    var random = new Random(1);
    var start = System.nanoTime();
    for (var first = 0; first < rows; first += BATCH) {
      insert(database, first, Math.min(first + BATCH, rows), payloadBytes, random);
    }
    var rate = rows * 1e9 / (System.nanoTime() - start);
    database.transact(
        connection ->
            connection
                .createStatement()
                .executeUpdate("delete from event_journal where persistence_id = 'bench'"));
    return rate;
  }

  private static void insert(
      JournalDatabase database, int start, int end, int payloadBytes, Random random)
      throws SQLException {
    database.transact(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "insert into event_journal (persistence_id, sequence_number, deleted, writer,"
                      + " write_timestamp, adapter_manifest, event_payload, event_ser_id,"
                      + " event_ser_manifest) values ('bench', ?, false, ?, 0, '', ?, 0, ?)")) {
            for (var row = start; row < end; row++) {
              var payload = new byte[payloadBytes];
              random.nextBytes(payload);
              insert.setLong(1, row);
              insert.setString(2, "0".repeat(36));
              insert.setBytes(3, payload);
              insert.setString(4, "0".repeat(64));
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return null;
        });
  }
}
