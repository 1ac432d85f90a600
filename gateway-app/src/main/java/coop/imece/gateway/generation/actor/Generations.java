package coop.imece.gateway.generation.actor;

import coop.imece.core.SessionId;
import coop.imece.gateway.carbon.actor.CarbonDesk;
import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.generation.GenerationCommand.Cancel;
import coop.imece.gateway.generation.GenerationCommand.Start;
import coop.imece.gateway.generation.GenerationCommand.Stop;
import coop.imece.gateway.generation.GenerationEvent.Failed;
import coop.imece.gateway.generation.GenerationEvent.Failure;
import coop.imece.gateway.generation.actor.SessionMessage.StageSaid;
import coop.imece.link.actor.TokenEntrance;
import coop.imece.scheduler.SchedulerProtocol;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Starts one {@link GenerationSession} for each request, and stops it when its client is gone. */
public final class Generations extends AbstractBehavior<GenerationCommand> {

  private record Ended(SessionId session) implements GenerationCommand.Internal {}

  private final Map<String, Set<Integer>> endOfSequence;
  private final ActorRef<SchedulerProtocol.Command> scheduler;
  private final GenerationSettings settings;
  private final CarbonDesk carbon;
  private final TokenEntrance entrance;
  private final Map<SessionId, ActorRef<SessionMessage>> sessions = new HashMap<>();

  /**
   * @param endOfSequence the ids that end an answer, by model
   * @param carbon by which answers say what they cost
   */
  public static Behavior<GenerationCommand> create(
      Map<String, Set<Integer>> endOfSequence,
      ActorRef<SchedulerProtocol.Command> scheduler,
      GenerationSettings settings,
      CarbonDesk carbon) {
    return Behaviors.setup(
        context -> new Generations(context, endOfSequence, scheduler, settings, carbon));
  }

  private Generations(
      ActorContext<GenerationCommand> context,
      Map<String, Set<Integer>> endOfSequence,
      ActorRef<SchedulerProtocol.Command> scheduler,
      GenerationSettings settings,
      CarbonDesk carbon) {
    super(context);
    this.endOfSequence = Map.copyOf(endOfSequence);
    this.scheduler = scheduler;
    this.settings = settings;
    this.carbon = carbon;
    this.entrance = new TokenEntrance(context.getSystem());
  }

  @Override
  public Receive<GenerationCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(Stop.class, this::onStop)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(Ended.class, this::onEnded)
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<GenerationCommand> onStop(Stop stop) {
    var session = sessions.get(stop.session());
    if (session != null) {
      session.tell(SessionMessage.Stop.INSTANCE);
    }
    return this;
  }

  private Behavior<GenerationCommand> onCancel(Cancel cancel) {
    var session = sessions.get(cancel.session());
    if (session != null) {
      session.tell(SessionMessage.Cancel.INSTANCE);
    }
    return this;
  }

  private Behavior<GenerationCommand> onStart(Start start) {
    var request = start.request();
    var ends = endOfSequence.get(request.model());
    if (ends == null) {
      start.replyTo().tell(new Failed(Failure.NO_ROUTE, "no such model: " + request.model()));
    } else if (sessions.size() >= settings.maxSessions()) {
      start
          .replyTo()
          .tell(new Failed(Failure.OVERLOADED, sessions.size() + " answers are being made"));
    } else {
      var session =
          getContext()
              .spawn(
                  GenerationSession.create(
                      request,
                      ends,
                      start.replyTo(),
                      scheduler,
                      settings,
                      carbon,
                      entrance.address()),
                  "session-" + request.session());
      sessions.put(request.session(), session);
      entrance.add(request.session(), token -> session.tell(new StageSaid(token)));
      getContext().watchWith(session, new Ended(request.session()));
    }
    return this;
  }

  private Behavior<GenerationCommand> onEnded(Ended ended) {
    sessions.remove(ended.session());
    entrance.remove(ended.session());
    return this;
  }

  private Behavior<GenerationCommand> onPostStop() {
    entrance.close();
    return this;
  }
}
