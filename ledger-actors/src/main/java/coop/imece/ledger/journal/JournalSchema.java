package coop.imece.ledger.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema that this version writes. Each migration runs once, in order, in
 * a transaction; applying them again changes nothing.
 */
public final class JournalSchema {
  private static final Logger log = LoggerFactory.getLogger(JournalSchema.class);
  private static final List<String> MIGRATIONS = List.of("V1__journal.sql");

  /** Any number, the same in all processes: who holds it migrates. */
  private static final long POSTGRESQL_LOCK = 0x696d656365L;

  private JournalSchema() {}

  /**
   * Applies what is missing.
   *
   * @throws SQLException when the database does not answer or refuses
   * @throws IllegalStateException when the database was written by a newer version
   */
  public static void migrate(JournalDatabase database) throws SQLException {
    database.transact(
        connection -> {
          lock(database.kind(), connection);
          execute(
              connection,
              "create table if not exists ledger_migration ("
                  + "version integer primary key, name varchar(200) not null)");
          var applied = applied(connection);
          if (applied > MIGRATIONS.size()) {
            throw new IllegalStateException(
                "the journal's schema is version %d, this program knows versions up to %d"
                    .formatted(applied, MIGRATIONS.size()));
          }
          for (int version = applied + 1; version <= MIGRATIONS.size(); version++) {
            apply(database.kind(), connection, version);
          }
          return null;
        });
  }

  private static void lock(DatabaseKind kind, Connection connection) throws SQLException {
    if (kind == DatabaseKind.POSTGRESQL) {
      execute(connection, "select pg_advisory_xact_lock(" + POSTGRESQL_LOCK + ")");
    }
  }

  private static int applied(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select max(version) from ledger_migration")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void apply(DatabaseKind kind, Connection connection, int version)
      throws SQLException {
    var name = MIGRATIONS.get(version - 1);
    for (var statement : statements(kind, name)) {
      execute(connection, statement);
    }
    try (var insert = connection.prepareStatement("insert into ledger_migration values (?, ?)")) {
      insert.setInt(1, version);
      insert.setString(2, name);
      insert.executeUpdate();
    }
    log.info("journal schema: applied {}", name);
  }

  /** A migration's statements end with a semicolon at the end of a line; comments are lines. */
  private static List<String> statements(DatabaseKind kind, String name) {
    try (var stream = JournalSchema.class.getResourceAsStream(kind.folder() + "/" + name)) {
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      var code =
          text.lines()
              .filter(line -> !line.startsWith("--"))
              .collect(java.util.stream.Collectors.joining("\n"));
      return List.of(code.split(";\\s*(\n|$)")).stream().filter(s -> !s.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the migration " + name, e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
