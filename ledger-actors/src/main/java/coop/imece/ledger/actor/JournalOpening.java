package coop.imece.ledger.actor;

import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.JournalSchema;
import coop.imece.ledger.journal.WriterClaim;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What must be true of the journal before the ledger reads it. Of one batcher. */
final class JournalOpening {
  /** What was found. */
  sealed interface Opened {
    /** The journal may be replayed, and must lead to this. */
    record History(SignedHistory signed) implements Opened {}

    /** Nothing may be served from it. */
    record Refused(String reason) implements Opened {}
  }

  private final JournalDatabase database;
  private final WriterClaim claim;
  private final CheckpointStore checkpoints;
  private final Supplier<Optional<String>> objection;
  private final Executor blocking;
  private volatile boolean claimed;

  /**
   * @param objection a reason of the process's own not to open the journal
   * @param blocking where the database is spoken to
   */
  JournalOpening(
      JournalDatabase database,
      WriterClaim claim,
      CheckpointStore checkpoints,
      Supplier<Optional<String>> objection,
      Executor blocking) {
    this.database = database;
    this.claim = claim;
    this.checkpoints = checkpoints;
    this.objection = objection;
    this.blocking = blocking;
  }

  /** Fails when the database does not answer. */
  CompletionStage<Opened> open() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return openNow();
          } catch (SQLException | IOException e) {
            throw new CompletionException(e);
          }
        },
        blocking);
  }

  /** The process that took the journal over, if one did. */
  CompletionStage<Optional<String>> supersededBy() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return claim.supersededBy(database);
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        blocking);
  }

  static String superseded(String other) {
    return "the journal was taken over by " + other;
  }

  private Opened openNow() throws SQLException, IOException {
    var refusal = objection.get();
    if (refusal.isPresent()) {
      return new Opened.Refused(refusal.get());
    }
    JournalSchema.migrate(database);
    if (claimed) {
      var other = claim.supersededBy(database);
      if (other.isPresent()) {
        return new Opened.Refused(superseded(other.get()));
      }
    } else {
      claim.take(database);
      claimed = true;
    }
    return compare();
  }

  /** A first look, before entries are read: is the journal as long as what was signed? */
  private Opened compare() throws SQLException, IOException {
    try {
      var signed = checkpoints.signedHistory();
      var size = new JournalReader(database, claim.persistenceId()).size();
      return size < signed.newestSize()
          ? new Opened.Refused(SignedHistory.shorter(size, signed.newestSize()))
          : new Opened.History(signed);
    } catch (HistoryDiffers e) {
      return new Opened.Refused(e.getMessage());
    }
  }
}
