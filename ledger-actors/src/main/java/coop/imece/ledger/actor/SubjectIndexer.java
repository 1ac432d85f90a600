package coop.imece.ledger.actor;

import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.SubjectIndex;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Keeps the {@link SubjectIndex} a second or so behind the journal. What fails is tried again: the
 * index can always be made from the entries.
 */
final class SubjectIndexer {
  private static final Duration REST = Duration.ofSeconds(1);

  private SubjectIndexer() {}

  sealed interface Message {}

  private record Advance() implements Message {}

  private record Advanced(int entries) implements Message {}

  /**
   * @param blocking where the database is spoken to
   */
  static Behavior<Message> create(JournalReader reader, SubjectIndex index, Executor blocking) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.getSelf().tell(new Advance());
                  return Behaviors.receive(Message.class)
                      .onMessage(
                          Advance.class,
                          message -> {
                            context.pipeToSelf(
                                CompletableFuture.supplyAsync(() -> page(reader, index), blocking),
                                (entries, failure) -> {
                                  if (failure != null) {
                                    context.getLog().debug("index of subjects waits", failure);
                                  }
                                  return new Advanced(failure == null ? entries : 0);
                                });
                            return Behaviors.same();
                          })
                      .onMessage(
                          Advanced.class,
                          done -> {
                            if (done.entries() == JournalReader.MAX_PAGE) {
                              context.getSelf().tell(new Advance());
                            } else {
                              timers.startSingleTimer(new Advance(), REST);
                            }
                            return Behaviors.same();
                          })
                      .build();
                }));
  }

  private static int page(JournalReader reader, SubjectIndex index) {
    try {
      return index.advance(reader);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }
}
