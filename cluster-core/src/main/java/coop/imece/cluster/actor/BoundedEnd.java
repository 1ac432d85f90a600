package coop.imece.cluster.actor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Keeps an ActorSystem's end from waiting for others. Pekko 1.7.0 waits for the streams of its
 * connections without a limit, and one over TLS may stay until the other side ends too: two that
 * end at once wait for each other. What has not ended by itself is cut off.
 */
public final class BoundedEnd {
  /** Where the streams of connections are run. */
  private static final String STREAMS = "/system/Materializers/*";

  /** Longer than what Pekko takes to flush messages. */
  private static final Duration PATIENCE = Duration.ofMillis(800);

  private BoundedEnd() {}

  public static void of(ActorSystem<?> system) {
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "bound-the-end",
            () -> {
              soon(system);
              return CompletableFuture.completedFuture(Done.getInstance());
            });
  }

  /** Cuts off what does not end, again and again: a connection may have begun anew meanwhile. */
  public static void soon(ActorSystem<?> system) {
    CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
                cutStreams(system);
                soon(system);
              }
            });
  }

  private static void cutStreams(ActorSystem<?> system) {
    system
        .classicSystem()
        .actorSelection(STREAMS)
        .tell(PoisonPill.getInstance(), ActorRef.noSender());
  }
}
