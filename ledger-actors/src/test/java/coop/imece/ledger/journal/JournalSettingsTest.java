package coop.imece.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JournalSettingsTest {
  private static JournalSettings of(String url) {
    return JournalSettings.of(
        ConfigFactory.parseString(
            """
            directory = /data/ledger
            journal { url = "%s", user = someone, password = secret, connections = 3 }
            """
                .formatted(url)));
  }

  @Test
  void without_a_url_the_journal_is_a_file_in_the_directory() {
    assertEquals(
        new JournalSettings(
            "jdbc:h2:file:/data/ledger/journal;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;"
                + "DATABASE_TO_LOWER=TRUE",
            "sa",
            "",
            3),
        of(""));
    assertEquals(of("").url(), JournalSettings.embedded(Path.of("/data/ledger")).url());
  }

  @Test
  void a_url_of_postgresql_is_taken_with_user_and_password() {
    var settings = of("jdbc:postgresql://db.example/imece");
    assertEquals(DatabaseKind.POSTGRESQL, settings.kind());
    assertEquals("someone", settings.user());
    assertEquals("POSTGRESQL journal, user someone", settings.toString());
    assertEquals(
        "jdbc:postgresql://db.example/imece?reWriteBatchedInserts=true&connectTimeout=3"
            + "&socketTimeout=60&ApplicationName=imece-ledger&options=-c%20synchronous_commit=on",
        JournalDatabase.url(settings));
  }

  @Test
  void an_option_in_the_url_wins() {
    assertEquals(
        "jdbc:postgresql://db.example/imece?socketTimeout=5&reWriteBatchedInserts=true"
            + "&connectTimeout=3&ApplicationName=imece-ledger&options=-c%20synchronous_commit=on",
        JournalDatabase.url(of("jdbc:postgresql://db.example/imece?socketTimeout=5")));
  }

  @Test
  void another_database_is_refused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> of("jdbc:mysql://x?p=secret"));
    assertEquals(
        "imece.ledger.journal.url must start with jdbc:h2: or jdbc:postgresql:, "
            + "was 'jdbc:mysql://x'",
        refusal.getMessage());
  }

  @Test
  void an_embedded_file_that_would_lose_acknowledged_entries_is_refused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> of("jdbc:h2:file:/data/x"));
    assertEquals(
        "imece.ledger.journal.url of an H2 file must contain WRITE_DELAY=0: "
            + "without it a kill loses acknowledged entries",
        refusal.getMessage());
  }
}
