package coop.imece.ledger.journal;

import coop.imece.core.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads entries from the journal's tables, beside the actor that writes them. Entries are numbered
 * from 0; their bytes are as they were hashed. Every call blocks.
 */
public final class JournalReader {
  /** Most entries that one call returns. */
  public static final int MAX_PAGE = 1_000;

  private final JournalDatabase database;
  private final String persistenceId;

  public JournalReader(JournalDatabase database, String persistenceId) {
    this.database = database;
    this.persistenceId = persistenceId;
  }

  /** How many entries are durable. */
  public long size() throws SQLException {
    return largest("event_journal", Long.MAX_VALUE);
  }

  /** The size of the newest snapshot that is at most {@code size}; 0 when there is none. */
  public long snapshotAtMost(long size) throws SQLException {
    return largest("snapshot", size);
  }

  private long largest(String table, long most) throws SQLException {
    return database.transact(
        connection -> {
          try (var query =
              connection.prepareStatement(
                  "select max(sequence_number) from "
                      + table
                      + " where persistence_id = ? and sequence_number <= ?")) {
            query.setString(1, persistenceId);
            query.setLong(2, most);
            try (var rows = query.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  /**
   * The entries {@code [start, end)}, fewer where the journal ends.
   *
   * @throws IllegalArgumentException for a range that is no range or longer than {@link #MAX_PAGE}
   */
  public List<Bytes> range(long start, long end) throws SQLException {
    if (start < 0 || end < start || end - start > MAX_PAGE) {
      throw new IllegalArgumentException(
          "need 0 <= start <= end <= start + %d, was [%d, %d)".formatted(MAX_PAGE, start, end));
    }
    return database.transact(
        connection -> {
          try (var query = select(connection, "sequence_number > ? and sequence_number <= ?")) {
            query.setString(1, persistenceId);
            query.setLong(2, start);
            query.setLong(3, end);
            return payloads(query);
          }
        });
  }

  /**
   * The entries from {@code start} on that name a wallet, a node or a request, as far as {@link
   * SubjectIndex} has come.
   */
  public List<Bytes> naming(String subject, long start, int limit) throws SQLException {
    if (start < 0 || limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException(
          "need start >= 0 and 1 <= limit <= %d, was %d and %d".formatted(MAX_PAGE, start, limit));
    }
    return database.transact(
        connection -> {
          try (var query =
              select(
                  connection,
                  "sequence_number in (select seq + 1 from ledger_subject "
                      + "where subject = ? and seq >= ? order by seq limit ?)")) {
            query.setString(1, persistenceId);
            query.setString(2, subject);
            query.setLong(3, start);
            query.setInt(4, limit);
            return payloads(query);
          }
        });
  }

  private static PreparedStatement select(Connection connection, String condition)
      throws SQLException {
    return connection.prepareStatement(
        "select event_payload from event_journal where persistence_id = ? and deleted = false and "
            + condition
            + " order by sequence_number");
  }

  private static List<Bytes> payloads(PreparedStatement query) throws SQLException {
    var entries = new ArrayList<Bytes>();
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        entries.add(Bytes.own(rows.getBytes(1)));
      }
    }
    return entries;
  }
}
