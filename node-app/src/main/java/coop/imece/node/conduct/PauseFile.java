package coop.imece.node.conduct;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * How the owner pauses a running node: the file {@code paused} in its data folder, which only who
 * may write there can make. It works without a cooperative, and a node that starts again is still
 * paused.
 */
public final class PauseFile {
  private final Path file;

  public PauseFile(Path dataFolder) {
    this.file = dataFolder.resolve("paused");
  }

  /**
   * @param until the node resumes by itself then; empty for a pause without end
   */
  public void pause(Optional<Instant> until) {
    try {
      var part = Files.createTempFile(file.getParent(), "paused", ".part");
      Files.writeString(part, until.map(Instant::toString).orElse("") + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether there was a pause. */
  public boolean resume() {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that says anything else than a time pauses without end: the owner wanted it. */
  public boolean isPaused(Instant now) {
    try {
      var until = Files.readString(file).trim();
      return until.isEmpty() || now.isBefore(Instant.parse(until));
    } catch (NoSuchFileException e) {
      return false;
    } catch (DateTimeParseException | IOException e) {
      return true;
    }
  }
}
