package coop.imece.gateway.ledger.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Folders;
import coop.imece.log.SignedNote;
import coop.imece.log.VerifierKey;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The last checkpoint that was verified of each ledger, and the key that it was verified by: what
 * finds a history that was rewritten since.
 */
record CheckpointMemory(Path folder) {
  static CheckpointMemory ofUser() {
    return new CheckpointMemory(Folders.ofUser().data().resolve("checkpoints"));
  }

  Optional<SignedNote> checkpoint(String origin) {
    return read(file(origin, ".note")).map(SignedNote::parse);
  }

  Optional<VerifierKey> key(String origin) {
    return read(file(origin, ".vkey")).map(VerifierKey::parse);
  }

  void remember(String origin, SignedNote note, Optional<VerifierKey> key) {
    write(file(origin, ".note"), note.toString());
    key.ifPresent(believed -> write(file(origin, ".vkey"), believed + "\n"));
  }

  private Path file(String origin, String suffix) {
    return folder.resolve(URLEncoder.encode(origin, StandardCharsets.UTF_8) + suffix);
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "%s cannot be read: %s".formatted(file, e));
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      var whole = Files.createTempFile(file.getParent(), "checkpoint", ".new");
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "%s cannot be written: %s".formatted(file, e));
    }
  }
}
