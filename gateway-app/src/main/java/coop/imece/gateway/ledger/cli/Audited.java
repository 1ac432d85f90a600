package coop.imece.gateway.ledger.cli;

import coop.imece.ledger.AuditReport;
import coop.imece.ledger.AuditReport.Finding;
import coop.imece.ledger.Ledger;
import coop.imece.ledger.LedgerAudit;
import coop.imece.log.Checkpoint;
import coop.imece.log.SignedNote;
import coop.imece.log.TilePath;
import coop.imece.log.TileStream;
import coop.imece.log.VerifierKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A ledger recomputed from its source: entries, tree, amounts, the published hash tiles, and the
 * checkpoint that was remembered.
 *
 * @param ledger the accounts after the last entry in order
 * @param remembered the checkpoint of an earlier audit that was compared with
 * @param perSecond entries per second, of a run that was long enough to say so
 */
record Audited(
    AuditReport report,
    Ledger ledger,
    Optional<Checkpoint> checkpoint,
    Optional<VerifierKey> signer,
    Optional<Checkpoint> remembered,
    OptionalLong perSecond) {

  /** Audits, and remembers the checkpoint when all is in order and the signature was checked. */
  static Audited of(LedgerSource source, SourceOptions options, Console console) {
    var note = source.checkpoint();
    var checkpoint = note.map(options::checked);
    var signer = checkpoint.flatMap(c -> options.key(c.origin()));
    var remembered =
        checkpoint
            .flatMap(c -> options.memory().checkpoint(c.origin()))
            .map(SignedNote::text)
            .map(Checkpoint::parse);
    var checkpoints = new ArrayList<Checkpoint>();
    checkpoint.ifPresent(checkpoints::add);
    remembered.ifPresent(checkpoints::add);
    source.olderCheckpoints().stream().map(options::checked).forEach(checkpoints::add);
    var size = source.size(checkpoint);
    var tiles = new TileCheck(source);
    var stream = new TileStream(tiles::check);
    var progress = console.progress(size);
    var ledger = Ledger.empty();
    var report =
        LedgerAudit.run(
            ledger,
            new EntryPages(source, size),
            checkpoints,
            entry -> stream.add(entry.bytes(), entry.leafHash()),
            progress::show);
    progress.end();
    if (report.passed()) {
      stream.finish();
    }
    var complete = earliest(report, tiles.finding);
    if (complete.passed() && signer.isPresent()) {
      options.memory().remember(checkpoint.orElseThrow().origin(), note.orElseThrow(), signer);
    }
    return new Audited(
        complete, ledger, checkpoint, signer, remembered, progress.rate(report.entries()));
  }

  /** Compares the tiles that are published with those that the entries make. */
  private static final class TileCheck {
    private final LedgerSource source;
    private volatile Optional<Finding> finding = Optional.empty();

    TileCheck(LedgerSource source) {
      this.source = source;
    }

    void check(TilePath path, byte[] computed) {
      if (path.level() == TilePath.ENTRIES || finding.isPresent()) {
        return;
      }
      var published = source.hashTile(path);
      if (published.isPresent() && !Arrays.equals(published.get(), computed)) {
        var first = path.index() * TilePath.FULL << 8 * path.level();
        finding = Optional.of(new Finding(first, path + " is not the tile of its entries"));
      }
    }
  }

  private static AuditReport earliest(AuditReport report, Optional<Finding> ofTiles) {
    var earlier =
        ofTiles.filter(
            tile -> report.finding().map(found -> tile.index() < found.index()).orElse(true));
    return earlier.isEmpty()
        ? report
        : new AuditReport(
            report.entries(), report.root(), report.chainHead(), report.supply(), earlier);
  }
}
