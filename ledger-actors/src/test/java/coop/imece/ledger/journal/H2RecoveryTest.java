package coop.imece.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of an open file is what a killed process leaves behind. */
class H2RecoveryTest {
  private static final int COMMITS = 150;
  private static final long SEED = 5;

  @TempDir Path folder;

  @Test
  void every_commit_is_found_in_what_a_killed_process_leaves_and_h2_alone_does_not_find_them()
      throws Exception {
    var forgotten = 0;
    try (var writing = open(folder.resolve("written"), ";RETENTION_TIME=0")) {
      writing
          .createStatement()
          .execute("create table entry (seq int primary key, bytes varbinary(20000))");
      var random = new Random(SEED);
      for (var commit = 1; commit <= COMMITS; commit++) {
        write(writing, commit, random);
        forgotten += rows(copy("plain", commit)) < commit ? 1 : 0;
        var killed = copy("recovered", commit);
        try (var database = JournalDatabase.open(JournalSettings.embedded(killed))) {
          assertEquals(commit, (int) database.transact(H2RecoveryTest::rows), "commit " + commit);
        }
      }
    }
    assertTrue(forgotten > 0, "H2 finds every commit by itself now: H2Recovery may go");
  }

  @Test
  void a_file_that_was_closed_in_order_is_left_as_it_is() throws Exception {
    try (var writing = open(folder, "")) {
      writing
          .createStatement()
          .execute("create table entry (seq int primary key, bytes varbinary(20000))");
    }
    var file = folder.resolve("journal.mv.db");
    var before = Files.readAllBytes(file);
    H2Recovery.recover(file);
    assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(file)));
  }

  @Test
  void a_file_that_is_open_is_left_as_it_is() throws Exception {
    try (var writing = open(folder, "")) {
      writing.createStatement().execute("create table entry (seq int primary key, bytes binary)");
      H2Recovery.recover(folder.resolve("journal.mv.db"));
      writing.createStatement().execute("insert into entry values (1, x'00')");
      assertEquals(1, rows(writing));
    }
    assertEquals(1, rows(folder));
  }

  /** Rows of all sizes, so that chunks of the file leave holes that later ones fit in, or not. */
  private static void write(Connection connection, int seq, Random random) throws SQLException {
    try (var insert = connection.prepareStatement("insert into entry values (?, ?)")) {
      insert.setInt(1, seq);
      insert.setBytes(2, new byte[random.nextInt(20_000)]);
      insert.executeUpdate();
    }
  }

  private Path copy(String name, int commit) throws IOException {
    var killed = Files.createDirectories(folder.resolve(name + commit));
    Files.copy(folder.resolve("written/journal.mv.db"), killed.resolve("journal.mv.db"));
    return killed;
  }

  private static int rows(Path folder) throws SQLException {
    try (var connection = open(folder, "")) {
      return rows(connection);
    }
  }

  private static int rows(Connection connection) throws SQLException {
    try (var rows = connection.createStatement().executeQuery("select count(*) from entry")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static Connection open(Path folder, String options) throws SQLException {
    return DriverManager.getConnection(JournalSettings.embedded(folder).url() + options, "sa", "");
  }
}
