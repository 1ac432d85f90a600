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
  private final ProjectionTable covered;

  public SubjectIndex(JournalDatabase database) {
    this.database = database;
    this.covered = new ProjectionTable(database, NAME);
  }

  /** How many entries it covers. */
  public long size() throws SQLException {
    return covered.position();
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
          covered.record(connection, start + entries.size());
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
}
