package coop.imece.ledger.actor;

import coop.imece.core.Bytes;
import coop.imece.ledger.actor.LedgerProtocol.Answer;
import coop.imece.ledger.actor.LedgerProtocol.Request;
import coop.imece.ledger.auth.LedgerHandshake;
import coop.imece.ledger.auth.Sessions;
import coop.imece.ledger.auth.Signing;
import coop.imece.ledger.journal.CheckpointFile;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.SubjectIndex;
import coop.imece.ledger.journal.WriterClaim;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Puts the ledger together: gate, batcher, ledger, checkpoint publisher, index.
 *
 * @param keys sign checkpoints and answer greetings
 * @param gateway raw public key of this process's own gateway
 * @param objection a reason of the process's own not to open the journal
 */
record LedgerRoot(
    LedgerSettings settings,
    KeyPair keys,
    Bytes gateway,
    Supplier<Optional<String>> objection,
    InstantSource clock,
    Consumer<Failpoint> failpoints) {

  /** What answers requests. */
  Behavior<Request> behavior() {
    return Behaviors.supervise(Behaviors.setup(this::gate)).onFailure(SupervisorStrategy.restart());
  }

  private Behavior<Request> gate(ActorContext<Request> context) {
    context.setLoggerName(LedgerRoot.class);
    context
        .getLog()
        .info(
            "ledger {} starts, {}, public key {}",
            settings.origin(),
            settings.journal(),
            HexFormat.of().formatHex(Signing.raw(keys.getPublic()).array()));
    var database = JournalDatabase.open(settings.journal());
    var blocking = database.executor();
    var store =
        new CheckpointStore(
            database,
            new CheckpointFile(settings.directory().resolve("checkpoint")),
            new CheckpointKey(settings.origin(), keys),
            settings.checkpointsComparedAtStart(),
            failpoints);
    var publisher =
        context.spawn(CheckpointPublisher.create(store, settings, blocking), "checkpoints");
    var indexer =
        context.spawn(
            SubjectIndexer.create(
                new JournalReader(database, LedgerActor.PERSISTENCE_ID),
                new SubjectIndex(database),
                blocking),
            "subjects");
    var opening = opening(database, store, blocking);
    var parts = new LedgerParts(opening, publisher, indexer, clock, failpoints);
    var batcher = context.spawn(LedgerBatcher.create(settings, parts), "batcher");
    return LedgerGate.create(sessions(), batcher, database::close);
  }

  /** The owner's text names this process among all that ever were. */
  private JournalOpening opening(
      JournalDatabase database, CheckpointStore store, Executor blocking) {
    var owner = "process %d, %s".formatted(ProcessHandle.current().pid(), UUID.randomUUID());
    return new JournalOpening(
        database, new WriterClaim(LedgerActor.PERSISTENCE_ID, owner), store, objection, blocking);
  }

  private Sessions<ActorRef<Answer>> sessions() {
    var gateways = new HashSet<>(settings.gateways());
    gateways.add(gateway);
    return new Sessions<>(
        new LedgerHandshake(settings.origin(), keys, gateways),
        () -> UUID.randomUUID().toString(),
        settings.sessionsLimit());
  }
}
