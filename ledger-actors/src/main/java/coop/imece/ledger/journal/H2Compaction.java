package coop.imece.ledger.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what an H2 file wasted. With {@code WRITE_DELAY=0} H2 never tidies up while it runs:
 * the file grows to three times its content and more. So it is rewritten when it is next opened.
 */
public final class H2Compaction {
  private static final Logger log = LoggerFactory.getLogger(H2Compaction.class);

  /** A file that has not doubled since, and some, is left alone. */
  private static final long SLACK_BYTES = 64L << 20;

  private H2Compaction() {}

  /**
   * Compacts the file in the ledger's directory if it has outgrown its content. Nothing else may
   * have it open. Blocks, some seconds per GiB.
   */
  public static void compactIfWasteful(JournalSettings settings, Path directory)
      throws SQLException, IOException {
    var file = directory.resolve("journal.mv.db");
    var record = directory.resolve("journal.compacted-bytes");
    if (settings.kind() != DatabaseKind.H2 || !Files.exists(file)) {
      return;
    }
    var before = Files.size(file);
    var compacted = Files.exists(record) ? Long.parseLong(Files.readString(record).strip()) : 0;
    if (before <= 2 * compacted + SLACK_BYTES) {
      return;
    }
    try (var one = OneConnection.of(settings);
        var connection = one.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN COMPACT");
    }
    Files.writeString(record, Files.size(file) + "\n");
    log.info("journal file compacted from {} to {} bytes", before, Files.size(file));
  }
}
