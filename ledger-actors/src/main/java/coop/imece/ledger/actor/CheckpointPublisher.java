package coop.imece.ledger.actor;

import coop.imece.log.Hash;
import coop.imece.log.LogHead;
import coop.imece.log.MerkleTree;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Signs the ledger's checkpoints: after so many entries, or after a while if it grew. Only what is
 * durable is signed, one checkpoint at a time.
 */
final class CheckpointPublisher extends AbstractBehavior<CheckpointPublisher.Message> {
  /** None of these has a form on the wire. */
  sealed interface Message {}

  /** The ledger's durable end. */
  private record Durable(long size, Hash root) implements Message {}

  private record Due() implements Message {}

  private record Signed(long size, Optional<Throwable> failure) implements Message {}

  /** A ledger that was just opened can be checked at once, not after a whole interval. */
  private static final Duration FIRST_AFTER = Duration.ofSeconds(2);

  private final CheckpointStore store;
  private final int entries;
  private final Executor blocking;
  private Durable newest = new Durable(0, MerkleTree.EMPTY);
  private long signed;
  private boolean signing;

  private CheckpointPublisher(
      ActorContext<Message> context, CheckpointStore store, int entries, Executor blocking) {
    super(context);
    context.setLoggerName(CheckpointPublisher.class);
    this.store = store;
    this.entries = entries;
    this.blocking = blocking;
  }

  static Behavior<Message> create(
      CheckpointStore store, LedgerSettings settings, Executor blocking) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Due(), settings.checkpointEvery());
                  return new CheckpointPublisher(
                      context, store, settings.checkpointEntries(), blocking);
                }));
  }

  /** Says how far the ledger is durable. */
  static Message durable(LogHead head) {
    return new Durable(head.size(), head.root());
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Durable.class, this::onDurable)
        .onMessage(Due.class, due -> sign(1))
        .onMessage(Signed.class, this::onSigned)
        .build();
  }

  private Behavior<Message> onDurable(Durable durable) {
    if (newest.size() == 0 && durable.size() > 0) {
      getContext().scheduleOnce(FIRST_AFTER, getContext().getSelf(), new Due());
    }
    newest = durable;
    return sign(entries);
  }

  private Behavior<Message> sign(int atLeast) {
    if (!signing && newest.size() - signed >= atLeast) {
      signing = true;
      var due = newest;
      getContext()
          .pipeToSelf(
              CompletableFuture.runAsync(() -> signNow(due), blocking),
              (done, failure) -> new Signed(due.size(), Optional.ofNullable(failure)));
    }
    return this;
  }

  private void signNow(Durable due) {
    try {
      store.sign(due.size(), due.root());
    } catch (SQLException | IOException e) {
      throw new CompletionException(e);
    }
  }

  private Behavior<Message> onSigned(Signed message) {
    signing = false;
    if (message.failure().isPresent()) {
      getContext()
          .getLog()
          .warn(
              "checkpoint of size {} not stored: {}",
              message.size(),
              message.failure().get().getMessage());
      return this;
    }
    signed = message.size();
    getContext().getLog().debug("checkpoint of size {} signed", signed);
    return sign(entries);
  }
}
