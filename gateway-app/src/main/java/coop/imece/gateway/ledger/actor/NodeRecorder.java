package coop.imece.gateway.ledger.actor;

import coop.imece.ledger.actor.LedgerClient;
import coop.imece.ledger.actor.LedgerSingleton;
import coop.imece.ledger.actor.Reply;
import coop.imece.ledger.command.LedgerCommand.RecordNode;
import coop.imece.ledger.event.NodeState;
import coop.imece.ledger.event.PublicKey;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.ProjectionTable;
import coop.imece.scheduler.registry.FactEvent.NodeRated;
import coop.imece.scheduler.registry.actor.DurableRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.RestartSettings;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.RestartSource;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the scheduler's journal and has the ledger record what it says of nodes, each value once
 * and in order. How far it is stands in the database, written after the ledger's answer: what is
 * said again after a crash is the newest value, which the ledger does not record twice.
 */
public final class NodeRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(NodeRecorder.class);
  private static final String FOLLOWER = "nodes";
  private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private final JdbcReadJournal journal;
  private final LedgerClient ledger;
  private final ProjectionTable recorded;
  private final Executor blocking;

  private NodeRecorder(
      JdbcReadJournal journal, LedgerClient ledger, ProjectionTable recorded, Executor blocking) {
    this.journal = journal;
    this.ledger = ledger;
    this.recorded = recorded;
    this.blocking = blocking;
  }

  /**
   * Runs on the oldest member with the role ledger, until the system ends; what fails is tried
   * again.
   */
  public static void host(ActorSystem<?> system, LedgerClient ledger, JournalDatabase database) {
    var recorder =
        new NodeRecorder(
            PersistenceQuery.get(system)
                .getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier()),
            ledger,
            new ProjectionTable(database, FOLLOWER),
            database.executor());
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(recorder.behavior(), "node-recorder")
                .withSettings(
                    ClusterSingletonSettings.create(system).withRole(LedgerSingleton.ROLE)));
  }

  private Behavior<Void> behavior() {
    return Behaviors.setup(
        context -> {
          var records =
              RestartSource.onFailuresWithBackoff(
                      RestartSettings.create(SHORTEST_REST, LONGEST_REST, 0.1), this::records)
                  .viaMat(KillSwitches.single(), Keep.right())
                  .to(Sink.ignore())
                  .run(context.getSystem());
          return Behaviors.receive(Void.class)
              .onSignal(
                  PostStop.class,
                  stopped -> {
                    records.shutdown();
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private Source<Long, NotUsed> records() {
    return Source.lazyCompletionStage(this::position)
        .flatMapConcat(
            position ->
                journal.eventsByPersistenceId(
                    DurableRegistry.PERSISTENCE_ID, position + 1, Long.MAX_VALUE))
        .mapAsync(1, this::record)
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  private CompletionStage<Long> position() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return recorded.position();
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        blocking);
  }

  private CompletionStage<Long> record(EventEnvelope envelope) {
    return envelope.event() instanceof NodeRated rated
        ? ledger
            .record(command(rated))
            .thenApplyAsync(reply -> keep(envelope.sequenceNr(), rated, reply), blocking)
        : CompletableFuture.completedFuture(envelope.sequenceNr());
  }

  private long keep(long sequenceNr, NodeRated rated, Reply reply) {
    if (reply instanceof Reply.Refused refused) {
      LOG.error("the ledger refuses {}: {}", rated, refused.refusal().message());
    } else if (!(reply instanceof Reply.Recorded)) {
      throw new IllegalStateException("the ledger did not record %s: %s".formatted(rated, reply));
    }
    try {
      recorded.record(sequenceNr);
      return sequenceNr;
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  /** Without a wallet: the ledger of a tokenless cooperative has none registered. */
  private static RecordNode command(NodeRated rated) {
    return new RecordNode(
        rated.hardwareClass().name(),
        new PublicKey(rated.publicKey()),
        rated.m4(),
        rated.r4(),
        rated.reason(),
        NodeState.valueOf(rated.standing().name()),
        Optional.empty());
  }
}
