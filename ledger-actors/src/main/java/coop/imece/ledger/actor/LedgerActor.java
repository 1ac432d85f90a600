package coop.imece.ledger.actor;

import coop.imece.ledger.Ledger;
import coop.imece.ledger.journal.LedgerSnapshot;
import coop.imece.log.Entry;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.SnapshotFailed;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The ledger: one event is one entry. It decides a batch against the state as the batch moves it,
 * persists all its entries in one transaction, and answers when they are durable. When the journal
 * fails it stops, and what it held in memory is gone with it: the batcher starts another one.
 */
final class LedgerActor extends EventSourcedBehavior<LedgerActor.Message, Entry, Ledger> {
  static final String PERSISTENCE_ID = "ledger";

  /** None of these has a form on the wire. */
  sealed interface Message {}

  record Batch(List<Question> questions) implements Message {}

  private final ActorContext<Message> context;
  private final LedgerSettings settings;
  private final LedgerParts parts;
  private final SignedHistory history;
  private final ActorRef<LedgerBatcher.Message> batcher;

  private LedgerActor(
      ActorContext<Message> context,
      LedgerSettings settings,
      LedgerParts parts,
      SignedHistory history,
      ActorRef<LedgerBatcher.Message> batcher) {
    super(PersistenceId.ofUniqueId(PERSISTENCE_ID));
    this.context = context;
    this.settings = settings;
    this.parts = parts;
    this.history = history;
    this.batcher = batcher;
  }

  /**
   * @param history what was signed: replay must lead to it
   */
  static Behavior<Message> create(
      LedgerSettings settings,
      LedgerParts parts,
      SignedHistory history,
      ActorRef<LedgerBatcher.Message> batcher) {
    return Behaviors.setup(context -> new LedgerActor(context, settings, parts, history, batcher));
  }

  @Override
  public Ledger emptyState() {
    return Ledger.empty();
  }

  @Override
  public CommandHandler<Message, Entry, Ledger> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Batch.class, (ledger, batch) -> onBatch(ledger, batch))
        .build();
  }

  private EffectBuilder<Entry, Ledger> onBatch(Ledger ledger, Batch batch) {
    BatchDecision decision;
    try {
      decision =
          BatchDecision.decide(
              ledger, batch.questions(), settings.limits(), parts.clock().millis());
    } catch (RuntimeException e) {
      context.getLog().error("a batch could not be decided", e);
      batcher.tell(new LedgerBatcher.Broken(e.getMessage()));
      return Effect().stop();
    }
    if (decision.entries().isEmpty()) {
      return Effect().none().thenRun(same -> answer(decision));
    }
    parts.failpoints().accept(Failpoint.BEFORE_PERSIST);
    return Effect()
        .persist(decision.entries())
        .thenRun(
            durable -> {
              parts.failpoints().accept(Failpoint.AFTER_PERSIST);
              answer(decision);
              tellFollowers(durable);
            });
  }

  private void answer(BatchDecision decision) {
    batcher.tell(new LedgerBatcher.BatchDone(decision.replies()));
  }

  private void tellFollowers(Ledger durable) {
    parts.publisher().tell(CheckpointPublisher.durable(durable.head()));
    parts.indexer().tell(SubjectIndexer.grown());
  }

  /** What this actor decided itself is applied already; the ledger passes over it. */
  @Override
  public EventHandler<Ledger, Entry> eventHandler() {
    return (ledger, entry) -> {
      if (entry.seq() == ledger.head().size()) {
        history.requireSame(ledger.head());
        ledger.replay(entry);
      }
      return ledger;
    };
  }

  @Override
  public SignalHandler<Ledger> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.class, (ledger, signal) -> onRecovered(ledger))
        .onSignal(RecoveryFailed.class, (ledger, signal) -> onRecoveryFailed(signal.failure()))
        .onSignal(
            SnapshotFailed.class,
            (ledger, signal) ->
                context.getLog().warn("snapshot not stored: {}", signal.failure().getMessage()))
        .build();
  }

  private void onRecovered(Ledger ledger) {
    try {
      history.requireSame(ledger.head());
      history.requireComplete(ledger.head());
    } catch (HistoryDiffers e) {
      batcher.tell(new LedgerBatcher.Broken(e.getMessage()));
      return;
    }
    tellFollowers(ledger);
    batcher.tell(new LedgerBatcher.Ready(ledger.head().size()));
  }

  private void onRecoveryFailed(Throwable failure) {
    BrokenHistory.reason(failure)
        .ifPresent(reason -> batcher.tell(new LedgerBatcher.Broken(reason)));
  }

  /** A snapshot older than the newest checkpoint, so that replay passes what was signed. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(
        history.newestSize() == 0
            ? SnapshotSelectionCriteria.latest()
            : SnapshotSelectionCriteria.latest().withMaxSequenceNr(history.newestSize()));
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), settings.snapshotsKept());
  }

  /** Encodes the state at once: it moves on while the snapshot is being stored. */
  @Override
  public SnapshotAdapter<Ledger> snapshotAdapter() {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(Ledger ledger) {
        var snapshot = new LedgerSnapshot(ledger.snapshot());
        parts.failpoints().accept(Failpoint.DURING_SNAPSHOT);
        return snapshot;
      }

      @Override
      public Ledger fromJournal(Object stored) {
        return (Ledger) stored;
      }
    };
  }
}
