package coop.imece.ledger.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Says which process writes the journal: the latest that claimed it. The primary key of the journal
 * lets only one of two writers append an entry; this row decides which of the two gives up.
 *
 * @param owner a text that names one process and no other
 */
public record WriterClaim(String persistenceId, String owner) {

  /** Takes the journal over from whoever held it. */
  public void take(JournalDatabase database) throws SQLException {
    database.transact(
        connection -> {
          if (update(connection) == 0) {
            insert(connection);
          }
          return null;
        });
  }

  /** The process that took it over since, if there is one. */
  public Optional<String> supersededBy(JournalDatabase database) throws SQLException {
    return database.transact(
        connection -> {
          try (var query =
              connection.prepareStatement(
                  "select owner from ledger_writer where persistence_id = ?")) {
            query.setString(1, persistenceId);
            try (var rows = query.executeQuery()) {
              return rows.next()
                  ? Optional.of(rows.getString(1)).filter(current -> !current.equals(owner))
                  : Optional.empty();
            }
          }
        });
  }

  private int update(Connection connection) throws SQLException {
    try (var update =
        connection.prepareStatement(
            "update ledger_writer set owner = ?, epoch = epoch + 1 where persistence_id = ?")) {
      update.setString(1, owner);
      update.setString(2, persistenceId);
      return update.executeUpdate();
    }
  }

  private void insert(Connection connection) throws SQLException {
    try (var insert = connection.prepareStatement("insert into ledger_writer values (?, ?, 1)")) {
      insert.setString(1, persistenceId);
      insert.setString(2, owner);
      insert.executeUpdate();
    }
  }
}
