package coop.imece.ledger.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** How far those who follow a journal are, each by its name. Every call blocks. */
public final class ProjectionTable {
  private final JournalDatabase database;
  private final String name;

  /**
   * @param name of the follower
   */
  public ProjectionTable(JournalDatabase database, String name) {
    this.database = database;
    this.name = name;
  }

  /** What was last recorded, 0 if nothing was. */
  public long position() throws SQLException {
    return database.transact(this::position);
  }

  public void record(long position) throws SQLException {
    database.transact(
        connection -> {
          record(connection, position);
          return position;
        });
  }

  private long position(Connection connection) throws SQLException {
    try (var query =
        connection.prepareStatement("select size from ledger_projection where name = ?")) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  /** As part of a transaction. */
  void record(Connection connection, long position) throws SQLException {
    for (var sql :
        new String[] {
          "update ledger_projection set size = ? where name = ?",
          "insert into ledger_projection (size, name) values (?, ?)"
        }) {
      try (var statement = connection.prepareStatement(sql)) {
        statement.setLong(1, position);
        statement.setString(2, name);
        if (statement.executeUpdate() == 1) {
          return;
        }
      }
    }
  }
}
