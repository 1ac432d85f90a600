package coop.imece.gateway.ledger.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.log.Checkpoint;
import coop.imece.log.TilePath;
import coop.imece.log.TileStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code imece ledger export}. */
@Command(
    name = "export",
    description =
        "Copy a ledger: with --out as files that any web server can offer and 'verify "
            + "--tiles' reads, without it as one entry a line on stdout.")
final class ExportCommand implements Callable<Integer> {
  @Mixin private final SourceOptions options = new SourceOptions();
  @Mixin private final Console console = new Console();

  @Option(names = "--out", paramLabel = "DIR", description = "New folder for the files.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    try (var source = options.open()) {
      var note = source.checkpoint();
      var checkpoint = note.map(options::checked);
      var size = checkpoint.map(Checkpoint::size).orElseGet(() -> source.size(checkpoint));
      if (out.isEmpty()) {
        new EntryPages(source, size)
            .forEachRemaining(
                entry -> console.print(new String(entry.array(), StandardCharsets.UTF_8)));
        return ExitCode.DONE;
      }
      var stream = new TileStream(this::write);
      var progress = console.progress(size);
      var pages = new EntryPages(source, size);
      for (var done = 1L; pages.hasNext(); done++) {
        stream.add(pages.next());
        progress.show(done);
      }
      stream.finish();
      progress.end();
      note.ifPresent(
          signed -> write("checkpoint", signed.toString().getBytes(StandardCharsets.UTF_8)));
      console.note("%,d entries in %s".formatted(size, out.get()));
      return ExitCode.DONE;
    }
  }

  private void write(TilePath path, byte[] bytes) {
    write(path.toString(), bytes);
  }

  private void write(String path, byte[] bytes) {
    var file = out.orElseThrow().resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "%s cannot be written: %s".formatted(file, e));
    }
  }
}
