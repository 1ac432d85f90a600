package coop.imece.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneConnectionTest {
  @TempDir Path folder;

  @Test
  void all_parts_of_a_process_share_one_connection_to_an_h2_file() throws Exception {
    var journal = JournalSettings.embedded(folder);
    try (var first = JournalDatabase.open(journal);
        var second = JournalDatabase.open(journal);
        var ofSlick = new OneConnection()) {
      ofSlick.setUrl(journal.url());
      ofSlick.setUser(journal.user());
      ofSlick.setPassword(journal.password());
      var shared = physical(first);
      assertSame(shared, physical(second));
      try (var connection = ofSlick.getConnection()) {
        assertSame(shared, connection.unwrap(JdbcConnection.class));
      }
    }
  }

  @Test
  void the_file_is_closed_with_the_last_part_and_not_before() throws Exception {
    var journal = JournalSettings.embedded(folder);
    var first = JournalDatabase.open(journal);
    var second = JournalDatabase.open(journal);
    var shared = physical(first);
    assertSame(shared, physical(second));
    first.close();
    assertSame(shared, physical(second));
    second.close();
    assertThrows(SQLException.class, () -> shared.createStatement());
  }

  @Test
  void what_was_closed_does_not_open_the_file_again() throws Exception {
    var database = JournalDatabase.open(JournalSettings.embedded(folder));
    physical(database);
    database.close();
    var refusal = assertThrows(SQLException.class, () -> physical(database));
    assertEquals("the journal was closed", refusal.getMessage());
  }

  @Test
  void what_a_transaction_did_not_commit_is_not_seen_by_the_next() throws Exception {
    var journal = JournalSettings.embedded(folder);
    try (var database = JournalDatabase.open(journal)) {
      JournalSchema.migrate(database);
      assertThrows(
          SQLException.class,
          () ->
              database.transact(
                  connection -> {
                    connection
                        .createStatement()
                        .execute("insert into ledger_checkpoint values (1, 'note')");
                    throw new SQLException("of the work's own");
                  }));
    }
    try (var connection = DriverManager.getConnection(journal.url(), "sa", "");
        var rows =
            connection.createStatement().executeQuery("select count(*) from ledger_checkpoint")) {
      rows.next();
      assertEquals(0, rows.getInt(1));
    }
  }

  private static JdbcConnection physical(JournalDatabase database) throws SQLException {
    return database.transact(connection -> connection.unwrap(JdbcConnection.class));
  }
}
