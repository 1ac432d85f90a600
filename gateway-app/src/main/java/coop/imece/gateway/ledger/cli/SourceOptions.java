package coop.imece.gateway.ledger.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.log.Checkpoint;
import coop.imece.log.SignedNote;
import coop.imece.log.VerifierKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which ledger, and whose signature is believed. */
final class SourceOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:IMECE_URL:-http://127.0.0.1:8080}",
      description = "The gateway (default: $$IMECE_URL, or http://127.0.0.1:8080).")
  private URI url;

  @Option(
      names = "--tiles",
      paramLabel = "DIR",
      description = "Read exported files instead of asking a gateway.")
  private Optional<Path> tiles = Optional.empty();

  @Option(
      names = "--journal",
      paramLabel = "WHERE",
      description =
          "Read the ledger's own journal: the folder of an H2 file that no process has "
              + "open, or a JDBC URL of PostgreSQL ($$IMECE_LEDGER_JOURNAL_USER, "
              + "$$IMECE_LEDGER_JOURNAL_PASSWORD).")
  private Optional<String> journal = Optional.empty();

  @Option(
      names = "--vkey",
      paramLabel = "VKEY",
      description = "The ledger's public key, NAME+ID+KEY; remembered after the first success.")
  private Optional<String> vkey = Optional.empty();

  @Option(
      names = "--memory",
      paramLabel = "DIR",
      description = "Folder of the checkpoints that were verified (default: the user's own).")
  private Optional<Path> memory = Optional.empty();

  LedgerSource open() {
    if (tiles.isPresent() && journal.isPresent()) {
      throw new CommandFailure(ExitCode.USAGE, "give --tiles or --journal, not both");
    }
    if (journal.isPresent()) {
      return JournalSource.open(journal.get());
    }
    return tiles
        .map(folder -> new TileSource(folder.toString(), LedgerFiles.in(folder)))
        .orElseGet(() -> new TileSource(url.toString(), LedgerFiles.at(url)));
  }

  CheckpointMemory memory() {
    return memory.map(CheckpointMemory::new).orElseGet(CheckpointMemory::ofUser);
  }

  /** The key to believe for a log: the one given, else the one remembered. */
  Optional<VerifierKey> key(String origin) {
    var given = vkey.map(SourceOptions::parse);
    return given.isPresent() ? given : memory().key(origin);
  }

  /** The checkpoint of a note, its signature checked where a key is known. */
  Checkpoint checked(SignedNote note) {
    var claimed = Checkpoint.parse(note.text());
    return key(claimed.origin()).map(key -> Checkpoint.verified(note, key)).orElse(claimed);
  }

  private static VerifierKey parse(String vkey) {
    try {
      return VerifierKey.parse(vkey);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--vkey: " + e.getMessage());
    }
  }
}
