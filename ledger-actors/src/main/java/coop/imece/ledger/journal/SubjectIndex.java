package coop.imece.ledger.journal;

import coop.imece.core.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The table that finds the entries of a wallet, a node or a request. It follows the journal: it is
 * never ahead, and what it holds can be made again from the entries. Of one writer. Every call
 * blocks.
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
   * Adds the entries that follow those it covers, at most a page of them.
   *
   * @return how many were added
   */
  public int advance(JournalReader reader) throws SQLException {
    var start = size();
    var entries = reader.range(start, start + JournalReader.MAX_PAGE);
    if (entries.isEmpty()) {
      return 0;
    }
    return database.transact(
        connection -> {
          insert(connection, start, entries);
          record(connection, start + entries.size());
          return entries.size();
        });
  }

  private static void insert(Connection connection, long start, List<Bytes> entries)
      throws SQLException {
    try (var insert = connection.prepareStatement("insert into ledger_subject values (?, ?)")) {
      for (int i = 0; i < entries.size(); i++) {
        for (var subject : EntrySubjects.of(entries.get(i))) {
          insert.setString(1, subject);
          insert.setLong(2, start + i);
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
