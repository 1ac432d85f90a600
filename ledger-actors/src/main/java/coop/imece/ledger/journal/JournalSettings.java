package coop.imece.ledger.journal;

import com.typesafe.config.Config;
import java.nio.file.Path;

/**
 * Where the journal lives.
 *
 * @param url a JDBC URL of H2 or PostgreSQL
 * @param connections most connections that the persistence plugin opens
 */
public record JournalSettings(String url, String user, String password, int connections) {
  /**
   * What an embedded journal's URL must say. {@code WRITE_DELAY=0}: without it a kill loses entries
   * that were acknowledged. {@code DB_CLOSE_ON_EXIT=FALSE}: the actor system closes the file after
   * its last write, not a race of shutdown hooks. Identifiers are lower case, as in PostgreSQL, so
   * that the same SQL reads both.
   */
  static final String H2_OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DATABASE_TO_LOWER=TRUE";

  public JournalSettings {
    var kind = DatabaseKind.ofUrl(url);
    if (kind == DatabaseKind.H2 && !url.contains("WRITE_DELAY=0")) {
      throw new IllegalArgumentException(
          "imece.ledger.journal.url of an H2 file must contain WRITE_DELAY=0: "
              + "without it a kill loses acknowledged entries");
    }
    if (connections < 1 || connections > 100) {
      throw new IllegalArgumentException(
          "imece.ledger.journal.connections must be 1 to 100, was " + connections);
    }
  }

  /** Reads the section {@code imece.ledger}; without a URL it is an H2 file in its directory. */
  public static JournalSettings of(Config ledger) {
    var journal = ledger.getConfig("journal");
    var directory = Path.of(ledger.getString("directory"));
    var url = journal.getString("url");
    return new JournalSettings(
        url.isEmpty() ? embeddedUrl(directory) : url,
        url.isEmpty() ? "sa" : journal.getString("user"),
        url.isEmpty() ? "" : journal.getString("password"),
        journal.getInt("connections"));
  }

  /** The settings of an H2 file in a directory. */
  public static JournalSettings embedded(Path directory) {
    return new JournalSettings(embeddedUrl(directory), "sa", "", 4);
  }

  public DatabaseKind kind() {
    return DatabaseKind.ofUrl(url);
  }

  private static String embeddedUrl(Path directory) {
    return "jdbc:h2:file:" + directory.toAbsolutePath().resolve("journal") + H2_OPTIONS;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s journal, user %s".formatted(kind(), user);
  }
}
