package coop.imece.gateway.ledger.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.core.Bytes;
import coop.imece.log.Checkpoint;
import coop.imece.log.Entry;
import coop.imece.log.Frontier;
import coop.imece.log.MerkleTree;
import coop.imece.log.Proofs;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code imece ledger watch}. */
@Command(
    name = "watch",
    description =
        "Print new entries as they are published, until Ctrl-C, and see that every "
            + "checkpoint continues the one before it.")
final class WatchCommand implements Callable<Integer> {
  @Mixin private final SourceOptions options = new SourceOptions();
  @Mixin private final Console console = new Console();

  @Option(
      names = "--from",
      paramLabel = "INDEX",
      description = "Begin with this entry (default: with the next one).")
  private Optional<Long> from = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "SIZE",
      defaultValue = "9223372036854775807",
      description = "End when so many entries are published.")
  private long until;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How often to ask (default: 5).")
  private long intervalSeconds;

  @Override
  public Integer call() throws InterruptedException {
    try (var source = options.open()) {
      var frontier = beginning(source);
      while (frontier.size() < until) {
        source.checkpoint().map(options::checked).ifPresent(c -> advance(source, frontier, c));
        if (frontier.size() < until) {
          TimeUnit.SECONDS.sleep(intervalSeconds);
        }
      }
      return ExitCode.DONE;
    }
  }

  private Frontier beginning(LedgerSource source) {
    var size = source.checkpoint().map(options::checked).map(Checkpoint::size).orElse(0L);
    var start = from.orElse(size);
    if (start < 0 || start > size) {
      throw new CommandFailure(
          ExitCode.USAGE, "--from must be 0 to %d, was %d".formatted(size, start));
    }
    return Proofs.frontier(start, source.tree(size));
  }

  private void advance(LedgerSource source, Frontier frontier, Checkpoint checkpoint) {
    if (checkpoint.size() < frontier.size()) {
      throw wrong("the ledger had %d entries and has %d", frontier.size(), checkpoint.size());
    }
    while (frontier.size() < checkpoint.size()) {
      var start = frontier.size() - frontier.size() % LedgerSource.PAGE;
      var end = Math.min(start + LedgerSource.PAGE, checkpoint.size());
      var page = source.page(start, end, checkpoint.size());
      for (var entry : page.subList((int) (frontier.size() - start), page.size())) {
        frontier.append(MerkleTree.leaf(entry.array()));
        print(entry);
      }
    }
    if (!frontier.root().equals(checkpoint.root())) {
      throw wrong(
          "the checkpoint of size %d does not continue what was seen: its root is %s, ours %s",
          checkpoint.size(), checkpoint.root(), frontier.root());
    }
  }

  private void print(Bytes bytes) {
    var entry = Entry.parse(bytes);
    var text = entry.toString();
    console.print(
        console.json()
            ? text
            : "%8d  %s  %-8s  %s"
                .formatted(
                    entry.seq(),
                    Instant.ofEpochMilli(entry.ts()),
                    entry.kind(),
                    text.substring("{\"data\":".length(), text.lastIndexOf(",\"kind\":"))));
  }

  private static CommandFailure wrong(String message, Object... args) {
    return new CommandFailure(ExitCode.FAILED, "WRONG: " + message.formatted(args));
  }
}
