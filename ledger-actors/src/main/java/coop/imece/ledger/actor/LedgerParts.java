package coop.imece.ledger.actor;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** What the ledger's actors work with. */
record LedgerParts(
    JournalOpening opening,
    ActorRef<CheckpointPublisher.Message> publisher,
    ActorRef<SubjectIndexer.Message> indexer,
    InstantSource clock,
    Consumer<Failpoint> failpoints) {}
