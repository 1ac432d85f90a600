package coop.imece.ledger.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The newest signed checkpoint in a file, outside the database: a database that was set back can't
 * take it along. Every call blocks.
 */
public record CheckpointFile(Path path) {

  /** Replaces the note: after a crash at any moment the file holds the old or the new one. */
  public void write(String note) throws IOException {
    AtomicFile.write(path, note.getBytes(StandardCharsets.UTF_8));
  }

  public Optional<String> read() throws IOException {
    return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
  }
}
