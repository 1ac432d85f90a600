package coop.imece.gateway.bench.pipeline.actor;

import coop.imece.gateway.bench.pipeline.SessionTrace;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationEvent.Failed;
import coop.imece.gateway.generation.GenerationEvent.Finished;
import coop.imece.gateway.generation.GenerationEvent.Token;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The client of one answer: notes when each token came. */
final class TimedSession extends AbstractBehavior<GenerationEvent> {
  private final TimedAnswer answer;
  private final long startedNanos = System.nanoTime();
  private final List<Long> tokenNanos = new ArrayList<>();

  private TimedSession(ActorContext<GenerationEvent> context, TimedAnswer answer) {
    super(context);
    this.answer = answer;
  }

  static Behavior<GenerationEvent> create(TimedAnswer answer) {
    return Behaviors.setup(context -> new TimedSession(context, answer));
  }

  @Override
  public Receive<GenerationEvent> createReceive() {
    return newReceiveBuilder()
        .onMessage(Token.class, token -> onToken())
        .onMessage(Finished.class, finished -> onFinished())
        .onMessage(Failed.class, this::onFailed)
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private Behavior<GenerationEvent> onToken() {
    tokenNanos.add(System.nanoTime());
    answer.begun().complete(null);
    return this;
  }

  private Behavior<GenerationEvent> onFinished() {
    answer.trace().complete(new SessionTrace(startedNanos, tokenNanos));
    return Behaviors.stopped();
  }

  private Behavior<GenerationEvent> onFailed(Failed failed) {
    answer.fail("%s: %s".formatted(failed.reason(), failed.message()));
    return Behaviors.stopped();
  }

  private Behavior<GenerationEvent> onStop() {
    answer.fail("the benchmark was stopped");
    return this;
  }
}
