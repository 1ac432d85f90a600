package coop.imece.shard.actor;

import coop.imece.core.NodeId;
import coop.imece.scheduler.NodeCommand.Peer;
import coop.imece.scheduler.Sightings;
import coop.imece.shard.neighbour.Echoes;
import coop.imece.shard.neighbour.StepWatch;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol.AskEcho;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.Internal;
import coop.imece.stage.StageProtocol.StepArrived;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Measures the way to other stages, and with the stage behind the next one how long the next one's
 * decode steps take. In a pipeline of two that stage is this one.
 */
public final class NeighbourWatch {
  /** Whose round trips are taken off: of the next, the one behind it, and the one before. */
  private static final List<Integer> NEIGHBOURS = List.of(1, 2, -1);

  private final OpenSessions sessions;
  private final Echoes echoes;
  private final StepWatch steps;
  private Peers peers;

  /**
   * From the node: measure the way to these peers from now on.
   *
   * @param self how others reach this stage, so that answers come the same way
   */
  public record Peers(ActorRef<Command> self, List<Peer> peers) implements Internal {}

  NeighbourWatch(ActorRef<Command> self, OpenSessions sessions, StageSettings settings) {
    this.sessions = sessions;
    this.echoes = new Echoes(settings.echoEvery().toNanos());
    this.steps = new StepWatch(settings.stepsSeenFor().toNanos());
    this.peers = new Peers(self, List.of());
  }

  void measure(Peers named) {
    peers = named;
  }

  /** Asks whom it is time to ask. */
  void tick(long nowNanos) {
    peers.peers().forEach(peer -> ask(peer.node(), peer.stage(), peers.self(), nowNanos));
    for (var session : sessions.all()) {
      if (!session.hasNoNext() && session.isDecoding()) {
        var self = place(session, 0);
        for (var ahead : NEIGHBOURS) {
          var other = place(session, ahead);
          if (other != self) {
            ask(other.node(), other.stage(), self.stage(), nowNanos);
          }
        }
      }
    }
  }

  private void ask(NodeId node, ActorRef<Command> stage, ActorRef<Command> replyTo, long nowNanos) {
    echoes.ask(node, nowNanos).ifPresent(number -> stage.tell(new AskEcho(replyTo, number)));
  }

  void echoed(long number, long nowNanos) {
    echoes.answered(number, nowNanos);
  }

  /** A decode step goes to the next stage. */
  void sent(StageSession session, Forward step) {
    steps.sent(session.id(), session.attempt(), step.startPosition(), System.nanoTime());
  }

  /** A decode step has come from the stage before: the one before that may have timed it. */
  void came(StageSession session, Forward step) {
    var position = session.stage() == 0 ? step.startPosition() - 1 : step.startPosition();
    if (StepWatch.isTimed(position) && !session.hasNoNext()) {
      var between = echoes.seconds(place(session, -1).node());
      if (between.isPresent()) {
        var word =
            new StepArrived(session.id(), session.attempt(), position, between.getAsDouble());
        if (session.plan().stages().size() == 2) {
          arrived(word, System.nanoTime());
        } else {
          place(session, -2).stage().tell(word);
        }
      }
    }
  }

  void arrived(StepArrived word, long nowNanos) {
    sessions
        .current(word.session(), word.attempt())
        .ifPresent(
            session ->
                way(session, word.roundTripSeconds())
                    .ifPresent(way -> time(session, word.position(), way, nowNanos)));
  }

  private void time(StageSession session, int position, double waySeconds, long nowNanos) {
    var next = place(session, 1);
    var there =
        sessions.all().stream()
            .filter(other -> other.isDecoding() && other.next().equals(next.stage()))
            .count();
    steps.arrived(
        session.id(),
        session.attempt(),
        position,
        new StepWatch.Seen(next.node(), session.plan().model(), next.layers()),
        waySeconds,
        Math.max(1, (int) there),
        nowNanos);
  }

  /** To the next stage, from it to the one behind it, and from there back here. */
  private OptionalDouble way(StageSession session, double behindSeconds) {
    if (session.plan().stages().size() == 2) {
      return OptionalDouble.of(behindSeconds);
    }
    var toNext = echoes.seconds(place(session, 1).node());
    var toBehind = echoes.seconds(place(session, 2).node());
    return toNext.isPresent() && toBehind.isPresent()
        ? OptionalDouble.of((toNext.getAsDouble() + behindSeconds + toBehind.getAsDouble()) / 2)
        : OptionalDouble.empty();
  }

  Sightings sightings(long nowNanos) {
    return new Sightings(steps.seen(nowNanos), echoes.roundTrips());
  }

  /** So many places ahead in a session's ring. */
  private static StageAssignment place(StageSession session, int ahead) {
    var stages = session.plan().stages();
    return stages.get(Math.floorMod(session.stage() + ahead, stages.size()));
  }
}
