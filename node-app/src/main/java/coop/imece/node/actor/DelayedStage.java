package coop.imece.node.actor;

import coop.imece.link.actor.LinkEntrance;
import coop.imece.stage.StageProtocol.AskLink;
import coop.imece.stage.StageProtocol.Command;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Stands before a stage as a long line would: every message arrives later by the same time, in its
 * order, by a link too. Bandwidth, loss and jitter are those of the real line. Stops with the
 * stage.
 */
final class DelayedStage extends AbstractBehavior<Command> {
  private final ActorRef<Command> stage;
  private final long delayNanos;
  private final LinkEntrance entrance;

  /** One thread keeps the order; the system's own scheduler rounds to 10 ms. */
  private final ScheduledExecutorService line =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "imece-delayed-line");
            thread.setDaemon(true);
            return thread;
          });

  private DelayedStage(ActorContext<Command> context, ActorRef<Command> stage, Duration delay) {
    super(context);
    this.stage = stage;
    this.delayNanos = delay.toNanos();
    this.entrance = new LinkEntrance(context.getSystem(), context.getSelf());
    context.watch(stage);
  }

  static Behavior<Command> create(ActorRef<Command> stage, Duration delay) {
    return Behaviors.setup(context -> new DelayedStage(context, stage, delay));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(AskLink.class, this::onAskLink)
        .onMessage(Command.class, this::onCommand)
        .onSignal(Terminated.class, gone -> Behaviors.stopped())
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  /** Links end here, and not behind the delay. */
  private Behavior<Command> onAskLink(AskLink ask) {
    entrance.answer(ask);
    return this;
  }

  private Behavior<Command> onCommand(Command command) {
    line.schedule(() -> stage.tell(command), delayNanos, TimeUnit.NANOSECONDS);
    return this;
  }

  private Behavior<Command> onStop() {
    entrance.close();
    line.shutdownNow();
    return this;
  }
}
