package coop.imece.gateway.ledger.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.core.Bytes;
import coop.imece.log.Checkpoint;
import coop.imece.log.Entry;
import coop.imece.log.MalformedException;
import coop.imece.log.Proofs;
import coop.imece.log.SignedNote;
import coop.imece.log.TlogProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imece ledger proof}. */
@Command(
    name = "proof",
    description =
        "Make a receipt for an entry: its path to the root that the ledger signed. With "
            + "--check, see whether a receipt that was kept proves an entry that was kept; that "
            + "asks nobody.")
final class ProofCommand implements Callable<Integer> {
  @Mixin private final SourceOptions options = new SourceOptions();
  @Mixin private final Console console = new Console();

  @Parameters(paramLabel = "INDEX", arity = "0..1", description = "The entry's index.")
  private Optional<Long> index = Optional.empty();

  @Option(names = "--check", paramLabel = "FILE", description = "A receipt; needs --entry.")
  private Optional<Path> check = Optional.empty();

  @Option(names = "--entry", paramLabel = "FILE", description = "The entry's bytes.")
  private Optional<Path> entry = Optional.empty();

  @Override
  public Integer call() {
    if (check.isPresent() && entry.isPresent()) {
      return check(TlogProof.parse(text(check.get())), Entry.parse(stripped(entry.get())));
    }
    var seq =
        index.orElseThrow(
            () -> new CommandFailure(ExitCode.USAGE, "give INDEX, or --check and --entry"));
    try (var source = options.open()) {
      var note =
          source
              .checkpoint()
              .orElseThrow(
                  () -> new CommandFailure(ExitCode.TRY_LATER, "no checkpoint is signed yet"));
      print(source, note, options.checked(note), seq);
      return ExitCode.DONE;
    }
  }

  private void print(LedgerSource source, SignedNote note, Checkpoint checkpoint, long seq) {
    if (seq < 0 || seq >= checkpoint.size()) {
      throw new CommandFailure(
          ExitCode.USAGE, "INDEX must be 0 to %d, was %d".formatted(checkpoint.size() - 1, seq));
    }
    var tree = source.tree(checkpoint.size());
    var proof = new TlogProof(seq, Proofs.inclusion(seq, checkpoint.size(), tree), note);
    if (console.json()) {
      var json = new LinkedHashMap<String, Object>();
      json.put("index", seq);
      json.put("size", checkpoint.size());
      json.put("root", checkpoint.root().base64());
      json.put("proof", proof.siblings().stream().map(hash -> hash.base64()).toList());
      json.put("checkpoint", note.toString());
      console.print(json);
    } else {
      console.print(proof.toString().stripTrailing());
    }
  }

  private int check(TlogProof proof, Entry entry) {
    var origin = Checkpoint.parse(proof.checkpoint().text()).origin();
    var key =
        options
            .key(origin)
            .orElseThrow(
                () -> new CommandFailure(ExitCode.USAGE, "give the ledger's key with --vkey"));
    var proven = proof.verifies(entry, key);
    console.print(
        proven
            ? "entry %d stands in the ledger that %s signed".formatted(proof.index(), origin)
            : "NOT proven: the receipt does not lead from this entry to the signed root");
    return proven ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static Bytes stripped(Path file) {
    return Bytes.own(text(file).strip().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "%s cannot be read: %s".formatted(file, e));
    } catch (MalformedException e) {
      throw new CommandFailure(ExitCode.FAILED, "%s: %s".formatted(file, e.getMessage()));
    }
  }
}
