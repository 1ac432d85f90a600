package coop.imece.ledger.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the last commits of an H2 file whose process was killed. Every commit is a chunk of the
 * file. When one goes where the chunk before it did not say that it would, H2 (2.2 and later)
 * writes the file's header anew, but the header names the chunk before: so what H2 reads after a
 * kill ends there, and commits that are in the file, acknowledged, are dropped and written over.
 * Its own recovery mode looks at every chunk instead, and a file that was closed in order is read
 * rightly.
 */
public final class H2Recovery {
  private static final Logger log = LoggerFactory.getLogger(H2Recovery.class);
  private static final int HEADER_BYTES = 4096;
  private static final String CLOSED_IN_ORDER = ",clean:1,";

  private H2Recovery() {}

  /**
   * To be called before anything else opens the journal. Does nothing for PostgreSQL and for a file
   * that was closed in order. Blocks, up to ten seconds per GiB.
   *
   * @throws IOException when the file can't be read, or a process has it open
   */
  public static void recover(JournalSettings settings, Path directory) throws IOException {
    var file = directory.resolve("journal.mv.db");
    if (settings.kind() != DatabaseKind.H2 || !Files.exists(file) || isClosedInOrder(file)) {
      return;
    }
    try {
      new MVStore.Builder()
          .fileName(file.toString())
          .recoveryMode()
          .autoCommitDisabled()
          .open()
          .close();
      log.info("journal file was not closed in order: read again from its first byte");
    } catch (MVStoreException e) {
      throw new IOException("%s can't be recovered: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static boolean isClosedInOrder(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var header = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
      return header.contains(CLOSED_IN_ORDER);
    }
  }
}
