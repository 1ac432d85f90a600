package coop.imece.gateway.ledger.actor;

import coop.imece.ledger.journal.CheckpointTable;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.TileArchive;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Writes the ledger's files a few seconds after each checkpoint; what fails is tried again. */
public final class TilePublisher {
  private static final Duration REST = Duration.ofSeconds(2);

  private TilePublisher() {}

  /** None of these has a form on the wire. */
  public sealed interface Message {}

  private record Look() implements Message {}

  private record Done() implements Message {}

  /**
   * @param blocking where files are written and the database is read
   */
  public static Behavior<Message> create(
      CheckpointTable checkpoints, JournalReader journal, TileArchive archive, Executor blocking) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.getSelf().tell(new Look());
                  return Behaviors.receive(Message.class)
                      .onMessage(
                          Look.class,
                          look -> {
                            context.pipeToSelf(
                                CompletableFuture.runAsync(
                                    () -> publish(checkpoints, journal, archive), blocking),
                                (done, failure) -> {
                                  if (failure != null) {
                                    context.getLog().debug("ledger files wait", failure);
                                  }
                                  return new Done();
                                });
                            return Behaviors.same();
                          })
                      .onMessage(
                          Done.class,
                          done -> {
                            timers.startSingleTimer(new Look(), REST);
                            return Behaviors.same();
                          })
                      .build();
                }));
  }

  private static void publish(
      CheckpointTable checkpoints, JournalReader journal, TileArchive archive) {
    try {
      var newest = checkpoints.newest();
      if (newest.isPresent()) {
        archive.publish(newest.get(), journal);
      }
    } catch (IOException | SQLException e) {
      throw new CompletionException(e);
    }
  }
}
