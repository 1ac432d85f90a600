package coop.imece.shard.warmup.actor;

import coop.imece.core.SessionId;
import coop.imece.shard.warmup.WarmUpSession;
import coop.imece.shard.warmup.WarmUpSettings;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.StageProtocol.Begin;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.EndSession;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.Internal;
import coop.imece.stage.StageProtocol.OpenSession;
import coop.imece.stage.StageProtocol.Resend;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Plays everyone else to a stage: the sessions' owner, and the stages before and behind it. Each
 * decode step is followed by as much time in which the last messages are sent again, which costs
 * the stage no computing: so a large slice, too, sees many messages.
 */
public final class WarmUpPeer extends AbstractBehavior<Command> {
  private final ActorRef<Command> stage;
  private final WarmUpSession session;
  private final WarmUpSettings settings;
  private final CompletableFuture<Integer> done;
  private final ActorRef<SessionEvent> events;
  private final Random random = new Random();
  private final long startedNanos = System.nanoTime();

  private SessionId id = newId();
  private int position;
  private long stepNanos;
  private long repeatUntilNanos;
  private int messages;

  private record Said(SessionEvent event) implements Internal {}

  private enum Tick implements Internal {
    INSTANCE
  }

  /**
   * @param done is given how many messages came back, when it is over
   */
  public static Behavior<Command> create(
      ActorRef<Command> stage,
      WarmUpSession session,
      WarmUpSettings settings,
      CompletableFuture<Integer> done) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startSingleTimer(Tick.INSTANCE, settings.within());
                  return new WarmUpPeer(context, stage, session, settings, done);
                }));
  }

  private WarmUpPeer(
      ActorContext<Command> context,
      ActorRef<Command> stage,
      WarmUpSession session,
      WarmUpSettings settings,
      CompletableFuture<Integer> done) {
    super(context);
    this.stage = stage;
    this.session = session;
    this.settings = settings;
    this.done = done;
    this.events = context.messageAdapter(SessionEvent.class, Said::new);
    open();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Forward.class, this::onForward)
        .onMessage(Said.class, this::onSaid)
        .onMessage(Tick.class, tick -> Behaviors.stopped())
        .onAnyMessage(other -> this)
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private SessionId newId() {
    return SessionId.of(System.currentTimeMillis(), random);
  }

  private void open() {
    id = newId();
    var plan = session.plan(stage, getContext().getSelf());
    stage.tell(new OpenSession(id, 1, plan, session.stage(), session.terms(), 0, events));
  }

  private Behavior<Command> onSaid(Said said) {
    if (!said.event().session().equals(id)) {
      return this;
    }
    if (said.event() instanceof SessionOpened) {
      begin();
    } else if (said.event() instanceof TokenSampled sampled && session.isWhole()) {
      messages++;
      if (sampled.finish().isPresent()) {
        next();
      }
    }
    return isOver() ? Behaviors.stopped() : this;
  }

  private void begin() {
    position = 0;
    stepNanos = System.nanoTime();
    if (session.isFirst()) {
      stage.tell(new Begin(id, 1));
    } else {
      stage.tell(input());
    }
  }

  private Forward input() {
    return new Forward(id, 1, position, position + 1, session.input());
  }

  /** What the stage made of a position, for the first time or again. */
  private Behavior<Command> onForward(Forward forward) {
    if (!forward.session().equals(id)) {
      return this;
    }
    messages++;
    if (isOver()) {
      return Behaviors.stopped();
    }
    var next = session.isLast() ? forward.startPosition() : forward.endPosition();
    var now = System.nanoTime();
    if (next > position) {
      repeatUntilNanos = now + (now - stepNanos);
      position = next;
    }
    if (now < repeatUntilNanos) {
      stage.tell(new Resend(id, 1, forward.startPosition()));
    } else if (position < session.positions() - 1) {
      stepNanos = now;
      stage.tell(input());
    } else {
      next();
    }
    return this;
  }

  private void next() {
    stage.tell(new EndSession(id, PrefixBlocks.NONE));
    open();
  }

  private boolean isOver() {
    return messages >= settings.messages()
        || System.nanoTime() - startedNanos > settings.within().toNanos();
  }

  private Behavior<Command> onStop() {
    done.complete(messages);
    return this;
  }
}
