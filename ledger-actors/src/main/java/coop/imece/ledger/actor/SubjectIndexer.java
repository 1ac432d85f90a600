package coop.imece.ledger.actor;

import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.SubjectIndex;
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
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Keeps the {@link SubjectIndex} a second or so behind the journal, once the ledger is open: a
 * start does not wait for it. What fails is tried again: the index can always be made from the
 * entries.
 */
final class SubjectIndexer extends AbstractBehavior<SubjectIndexer.Message> {
  private static final Duration REST = Duration.ofSeconds(1);

  /** None of these has a form on the wire. */
  sealed interface Message {}

  private record Grown() implements Message {}

  private record Advance() implements Message {}

  private record Advanced(int entries, Optional<Throwable> failure) implements Message {}

  private final TimerScheduler<Message> timers;
  private final JournalReader reader;
  private final SubjectIndex index;
  private final Executor blocking;
  private boolean advancing;
  private boolean behind;

  private SubjectIndexer(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      JournalReader reader,
      SubjectIndex index,
      Executor blocking) {
    super(context);
    context.setLoggerName(SubjectIndexer.class);
    this.timers = timers;
    this.reader = reader;
    this.index = index;
    this.blocking = blocking;
  }

  /**
   * @param blocking where the database is spoken to
   */
  static Behavior<Message> create(JournalReader reader, SubjectIndex index, Executor blocking) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new SubjectIndexer(context, timers, reader, index, blocking)));
  }

  /** Says that the journal has entries that may not be indexed. */
  static Message grown() {
    return new Grown();
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Grown.class, grown -> later())
        .onMessage(Advance.class, advance -> advance())
        .onMessage(Advanced.class, this::onAdvanced)
        .build();
  }

  private Behavior<Message> later() {
    behind = true;
    if (!advancing && !timers.isTimerActive(Advance.class)) {
      timers.startSingleTimer(Advance.class, new Advance(), REST);
    }
    return this;
  }

  private Behavior<Message> advance() {
    advancing = true;
    behind = false;
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(this::page, blocking),
            (entries, failure) ->
                new Advanced(failure == null ? entries : 0, Optional.ofNullable(failure)));
    return this;
  }

  private int page() {
    try {
      return index.advance(reader);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private Behavior<Message> onAdvanced(Advanced done) {
    advancing = false;
    done.failure()
        .ifPresent(failure -> getContext().getLog().debug("index of subjects waits", failure));
    if (done.entries() == JournalReader.MAX_PAGE) {
      return advance();
    }
    return behind || done.failure().isPresent() ? later() : this;
  }
}
