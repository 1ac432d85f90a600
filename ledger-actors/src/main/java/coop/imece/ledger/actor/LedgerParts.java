package coop.imece.ledger.actor;

import coop.imece.ledger.journal.JournalTail;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** What the ledger's actors work with. */
record LedgerParts(
    JournalOpening opening,
    Optional<JournalTail> tail,
    ActorRef<CheckpointPublisher.Message> publisher,
    ActorRef<SubjectIndexer.Message> indexer,
    InstantSource clock,
    Consumer<Failpoint> failpoints) {}
