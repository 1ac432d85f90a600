package coop.imece.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalSchemaTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void a_migration_applied_twice_changes_nothing(DatabaseKind kind) throws Exception {
    try (var database = JournalDatabase.open(settings(kind))) {
      JournalSchema.migrate(database);
      database.transact(
          connection ->
              connection
                  .createStatement()
                  .executeUpdate("insert into ledger_checkpoint values (1, 'a note')"));
      JournalSchema.migrate(database);
      assertEquals(List.of("1", "a note"), row(database, "select * from ledger_checkpoint"));
      assertEquals(
          List.of("1", "V1__journal.sql"), row(database, "select * from ledger_migration"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_schema_from_the_future_is_refused(DatabaseKind kind) throws Exception {
    try (var database = JournalDatabase.open(settings(kind))) {
      JournalSchema.migrate(database);
      database.transact(
          connection ->
              connection
                  .createStatement()
                  .executeUpdate("insert into ledger_migration values (7, 'V7__later.sql')"));
      var refusal =
          assertThrows(IllegalStateException.class, () -> JournalSchema.migrate(database));
      assertEquals(
          "the journal's schema is version 7, this program knows versions up to 1",
          refusal.getMessage());
    }
  }

  @Test
  void several_processes_may_migrate_postgresql_at_once() throws Exception {
    var settings = PostgresServer.shared().database();
    var failures =
        Stream.generate(() -> settings)
            .limit(6)
            .parallel()
            .flatMap(
                each -> {
                  try (var database = JournalDatabase.open(each)) {
                    JournalSchema.migrate(database);
                    return Stream.empty();
                  } catch (Exception e) {
                    return Stream.of(e);
                  }
                })
            .toList();
    assertEquals(List.of(), failures);
  }

  @ParameterizedTest
  @EnumSource
  void the_later_writer_owns_the_journal(DatabaseKind kind) throws Exception {
    try (var database = JournalDatabase.open(settings(kind))) {
      JournalSchema.migrate(database);
      var first = new WriterClaim("ledger", "first");
      var second = new WriterClaim("ledger", "second");
      first.take(database);
      assertEquals("", first.supersededBy(database).orElse(""));
      second.take(database);
      assertEquals("second", first.supersededBy(database).orElse(""));
      assertEquals("", second.supersededBy(database).orElse(""));
    }
  }

  private JournalSettings settings(DatabaseKind kind) throws Exception {
    return kind == DatabaseKind.H2
        ? JournalSettings.embedded(folder)
        : PostgresServer.shared().database();
  }

  private static List<String> row(JournalDatabase database, String sql) throws Exception {
    return database.transact(
        connection -> {
          var values = new ArrayList<String>();
          try (var rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
              for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                values.add(rows.getString(i));
              }
            }
          }
          return values;
        });
  }
}
