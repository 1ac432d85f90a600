package coop.imece.ledger.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signed checkpoints in the journal's database, as signed notes by size. It can be set back
 * together with the journal: what a restored backup is measured by is {@link CheckpointFile}. Every
 * call blocks.
 */
public final class CheckpointTable {
  private final JournalDatabase database;

  public CheckpointTable(JournalDatabase database) {
    this.database = database;
  }

  /** Keeps a note; one of the same size stays as it was. */
  public void put(long size, String note) throws SQLException {
    database.transact(
        connection -> {
          try (var exists =
              connection.prepareStatement("select 1 from ledger_checkpoint where size = ?")) {
            exists.setLong(1, size);
            try (var rows = exists.executeQuery()) {
              if (rows.next()) {
                return null;
              }
            }
          }
          try (var insert =
              connection.prepareStatement("insert into ledger_checkpoint values (?, ?)")) {
            insert.setLong(1, size);
            insert.setString(2, note);
            insert.executeUpdate();
          }
          return null;
        });
  }

  /** The note of the largest size that is at most {@code size}. */
  public Optional<String> atMost(long size) throws SQLException {
    return database.transact(
        connection -> {
          try (var query =
              connection.prepareStatement(
                  "select note from ledger_checkpoint where size <= ? order by size desc limit 1")) {
            query.setLong(1, size);
            return notes(query).stream().findFirst();
          }
        });
  }

  /** The newest note. */
  public Optional<String> newest() throws SQLException {
    return atMost(Long.MAX_VALUE);
  }

  /** The notes of sizes {@code [start, end]}, at most {@code limit}, the newest first. */
  public List<String> between(long start, long end, int limit) throws SQLException {
    return database.transact(
        connection -> {
          try (var query =
              connection.prepareStatement(
                  "select note from ledger_checkpoint where size >= ? and size <= ? "
                      + "order by size desc limit ?")) {
            query.setLong(1, start);
            query.setLong(2, end);
            query.setInt(3, limit);
            return notes(query);
          }
        });
  }

  private static List<String> notes(PreparedStatement query) throws SQLException {
    var notes = new ArrayList<String>();
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        notes.add(rows.getString(1));
      }
    }
    return notes;
  }
}
