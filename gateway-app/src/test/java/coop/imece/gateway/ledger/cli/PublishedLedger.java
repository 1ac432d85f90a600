package coop.imece.gateway.ledger.cli;

import coop.imece.core.Bytes;
import coop.imece.ledger.Ledger;
import coop.imece.ledger.LedgerLimits;
import coop.imece.ledger.Outcome;
import coop.imece.ledger.Workload;
import coop.imece.log.Checkpoint;
import coop.imece.log.SigningKey;
import coop.imece.log.TileStream;
import coop.imece.log.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A made-up ledger, published as files the way a gateway does. */
final class PublishedLedger {
  static final String ORIGIN = "imece.example/ledger";
  static final SigningKey KEY = SigningKey.ofSeed(ORIGIN, VerifierKey.Type.ED25519, new byte[32]);

  private static final LedgerLimits LIMITS = new LedgerLimits(1_000, 1_000);
  private static final long START = 1_767_225_600_000L;

  private PublishedLedger() {}

  static List<Bytes> entries(long seed, int requests) {
    var ledger = Ledger.empty();
    var entries = new ArrayList<Bytes>();
    var workload = new Workload(seed, 4);
    var commands = new ArrayList<>(workload.setup(ORIGIN, START));
    for (var i = 0; i < requests; i++) {
      var request = workload.request(START + i);
      commands.add(request.hold());
      commands.add(request.settle());
    }
    for (var command : commands) {
      var outcome = (Outcome.Appended) ledger.execute(command, LIMITS, START);
      outcome.entries().forEach(entry -> entries.add(entry.bytes()));
    }
    return entries;
  }

  static void publish(Path folder, List<Bytes> entries) {
    var stream = new TileStream((path, bytes) -> write(folder.resolve(path.toString()), bytes));
    entries.forEach(stream::add);
    stream.finish();
    var tree = new coop.imece.log.MemoryTree();
    entries.forEach(e -> tree.append(coop.imece.log.MerkleTree.leaf(e.array())));
    var root = coop.imece.log.Proofs.root(entries.size(), tree);
    var note = new Checkpoint(ORIGIN, entries.size(), root).signed(KEY);
    write(folder.resolve("checkpoint"), note.toString().getBytes(StandardCharsets.UTF_8));
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
