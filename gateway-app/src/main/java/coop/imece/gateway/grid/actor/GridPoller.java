package coop.imece.gateway.grid.actor;

import coop.imece.gateway.grid.GridScout;
import coop.imece.gateway.grid.GridScout.Round;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.GridScores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Lets the scout look round every minute, off the actors' threads, and tells the scheduler. */
public final class GridPoller {
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  private GridPoller() {}

  /** Private to the poller. */
  public sealed interface Message {}

  private record Look() implements Message {}

  private record Looked(Round round) implements Message {}

  /**
   * @param gramsPerKwh is given the regions' carbon intensity after each look
   */
  public static Behavior<Message> create(
      GridScout scout,
      InstantSource clock,
      ActorRef<SchedulerProtocol.Command> scheduler,
      Consumer<Map<String, Double>> gramsPerKwh) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.getSelf().tell(new Look());
                  return polling(context, timers, scout, clock, scheduler, gramsPerKwh);
                }));
  }

  private static Behavior<Message> polling(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      GridScout scout,
      InstantSource clock,
      ActorRef<SchedulerProtocol.Command> scheduler,
      Consumer<Map<String, Double>> gramsPerKwh) {
    Executor blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    return Behaviors.receive(Message.class)
        .onMessage(
            Look.class,
            look -> {
              context.pipeToSelf(
                  CompletableFuture.supplyAsync(() -> scout.round(clock.instant()), blocking),
                  (round, failure) -> {
                    if (failure != null) {
                      throw new IllegalStateException("the grid could not be looked at", failure);
                    }
                    return new Looked(round);
                  });
              return Behaviors.same();
            })
        .onMessage(
            Looked.class,
            looked -> {
              looked.round.failures().forEach(line -> context.getLog().warn("{}", line));
              scheduler.tell(new GridScores(looked.round.scores()));
              gramsPerKwh.accept(looked.round.gramsPerKwh());
              timers.startSingleTimer(new Look(), LOOK_EVERY);
              return Behaviors.same();
            })
        .build();
  }
}
