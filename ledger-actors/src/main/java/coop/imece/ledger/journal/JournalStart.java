package coop.imece.ledger.journal;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process does with the journal before its actor system begins. */
public final class JournalStart {
  private static final Logger log = LoggerFactory.getLogger(JournalStart.class);

  private JournalStart() {}

  /**
   * Tidies up an embedded journal, brings the schema up to date, and returns the configuration that
   * the actor system needs. A database that does not answer yet is no failure: whoever writes to it
   * waits for it. Blocks.
   *
   * @throws IllegalArgumentException when a setting is wrong
   */
  public static Config prepare(Config application) {
    var ledger = application.getConfig("imece.ledger");
    var settings = JournalSettings.of(ledger);
    var directory = Path.of(ledger.getString("directory"));
    try {
      H2Compaction.compactIfWasteful(settings, directory);
      try (var database = JournalDatabase.open(settings)) {
        JournalSchema.migrate(database);
      }
    } catch (SQLException | IOException e) {
      log.warn("the journal is not ready yet: {}", e.getMessage());
    }
    return JournalConfig.complete(application);
  }
}
