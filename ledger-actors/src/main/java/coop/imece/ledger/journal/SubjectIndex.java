package coop.imece.ledger.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/**
 * The table that finds the entries of a wallet, a node or a request. It follows the journal: it is
 * never ahead, and what it holds can be made again from the entries. Every call blocks.
 */
public final class SubjectIndex {
  private static final String NAME = "subject";

  private final JournalDatabase database;

  public SubjectIndex(JournalDatabase database) {
    this.database = database;
  }

  /** How many entries it covers. */
  public long size() throws SQLException {
    return database.transact(SubjectIndex::covered);
  }

  /**
   * Adds the subjects of entries {@code [size(), end)}.
   *
   * @param subjects by entry; an entry that names nobody may be absent
   */
  public void advance(Map<Long, Set<String>> subjects, long end) throws SQLException {
    database.transact(
        connection -> {
          var start = covered(connection);
          insert(connection, subjects, start, end);
          record(connection, end);
          return null;
        });
  }

  private static void insert(
      Connection connection, Map<Long, Set<String>> subjects, long start, long end)
      throws SQLException {
    try (var insert = connection.prepareStatement("insert into ledger_subject values (?, ?)")) {
      for (var entry : subjects.entrySet()) {
        if (entry.getKey() < start || entry.getKey() >= end) {
          continue;
        }
        for (var subject : entry.getValue()) {
          insert.setString(1, subject);
          insert.setLong(2, entry.getKey());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static long covered(Connection connection) throws SQLException {
    try (var query =
        connection.prepareStatement("select size from ledger_projection where name = ?")) {
      query.setString(1, NAME);
      try (var rows = query.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private static void record(Connection connection, long size) throws SQLException {
    for (var sql :
        new String[] {
          "update ledger_projection set size = ? where name = ?",
          "insert into ledger_projection (size, name) values (?, ?)"
        }) {
      try (var statement = connection.prepareStatement(sql)) {
        statement.setLong(1, size);
        statement.setString(2, NAME);
        if (statement.executeUpdate() == 1) {
          return;
        }
      }
    }
  }
}
