package coop.imece.shard.actor;

import coop.imece.core.HiddenStates;
import coop.imece.core.TokenIds;
import coop.imece.link.actor.Roads;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.StageFailure;
import coop.imece.stage.StageProtocol.Accepted;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.Resend;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What a stage's sessions receive from the stage before and send to the next one. */
final class SessionTraffic {
  private final Slice slice;
  private final OpenSessions sessions;
  private final SessionDesk desk;
  private final Roads roads;
  private final NeighbourWatch neighbours;

  SessionTraffic(
      Slice slice,
      OpenSessions sessions,
      SessionDesk desk,
      Roads roads,
      NeighbourWatch neighbours) {
    this.slice = slice;
    this.sessions = sessions;
    this.desk = desk;
    this.roads = roads;
    this.neighbours = neighbours;
  }

  /** Begins to connect to those to whom a session's steps and tokens will go. */
  void prepare(StageSession session) {
    roads.prepare(session.next());
    session.tokensTo().ifPresent(roads::prepare);
  }

  /** Takes a frame, or says what is wrong with it. */
  void take(Forward forward) {
    var session = sessions.current(forward.session(), forward.attempt()).orElse(null);
    if (session == null) {
      return;
    }
    if (!fits(forward)) {
      desk.fail(session, StageFailure.SHAPE_MISMATCH, "came " + forward.input());
    } else if (session.accept(forward)) {
      session.heard(System.nanoTime());
      if (session.isDecodeStep(forward)) {
        neighbours.came(session, forward);
      }
    } else if (session.isAhead(forward)) {
      previous(session).tell(new Resend(session.id(), session.attempt(), session.receivedEnd()));
    } else {
      tellAccepted(session);
    }
  }

  /** Token ids at the first stage; elsewhere hidden states of the model's width and type. */
  private boolean fits(Forward forward) {
    if (forward.input() instanceof HiddenStates states) {
      return !slice.first()
          && states.width() == slice.config().shape().hidden()
          && states.element() == slice.element();
    }
    return slice.first() && isOfVocabulary((TokenIds) forward.input());
  }

  private boolean isOfVocabulary(TokenIds ids) {
    for (var i = 0; i < ids.size(); i++) {
      if (ids.get(i) < 0 || ids.get(i) >= slice.config().shape().vocabulary()) {
        return false;
      }
    }
    return true;
  }

  void accepted(Accepted accepted) {
    sessions
        .current(accepted.session(), accepted.attempt())
        .ifPresent(
            session -> {
              session.heard(System.nanoTime());
              send(session, session.accepted(accepted.runEnd()));
            });
  }

  /** By the cluster's wire, whatever road was taken before. */
  void resend(Resend resend) {
    sessions
        .current(resend.session(), resend.attempt())
        .ifPresent(
            session -> {
              tellAgain(session, resend.fromPosition());
              var outgoing = new Outgoing(roads);
              addPrompt(session, session.resend(resend.fromPosition()), outgoing);
              outgoing.send();
            });
  }

  /** What was sampled and has not come: the link that it went by is put aside. */
  private void tellAgain(StageSession session, int fromPosition) {
    var lost = session.sampledFrom(fromPosition);
    if (!lost.isEmpty()) {
      session.tokensTo().ifPresent(roads::doubt);
      session.tokensGoByWire();
      lost.forEach(session.owner()::tell);
    }
  }

  /**
   * Sends what a batch gave.
   *
   * @return what is to be told to owners, who can wait until the stages go on
   */
  OutgoingTokens send(ComputedBatch batch) {
    var outgoing = new Outgoing(roads);
    var tokens = new OutgoingTokens(roads);
    batch.results().forEach(result -> add(result, outgoing, tokens));
    outgoing.send();
    return tokens;
  }

  private void add(ComputedBatch.Result result, Outgoing outgoing, OutgoingTokens tokens) {
    var session = result.item().session();
    var chunk = result.item().chunk();
    if (result instanceof ComputedBatch.Result.States states) {
      send(session, session.finished(chunk, states.states()), outgoing);
    } else if (result instanceof ComputedBatch.Result.Sampled sampled) {
      tokens.add(session, session.sampled(sampled.token()));
      send(session, session.ring(), outgoing);
    } else if (result instanceof ComputedBatch.Result.Ran) {
      session.ran();
    } else if (result instanceof ComputedBatch.Result.Failed failed) {
      session.ran();
      desk.fail(session, StageFailure.COMPUTE_FAILED, failed.detail());
    } else {
      throw new IllegalStateException("unknown result " + result.getClass());
    }
    if (chunk.start() < session.terms().startTokens()) {
      session.previous().ifPresent(previous -> tellAccepted(session));
    }
  }

  private static void tellAccepted(StageSession session) {
    previous(session)
        .tell(
            new Accepted(session.id(), session.attempt(), session.receivedEnd(), session.runEnd()));
  }

  /** Who sends to a session here: the stage before, for the first one the last of the ring. */
  private static ActorRef<Command> previous(StageSession session) {
    return session.previous().orElseGet(() -> session.plan().last().stage());
  }

  private void send(StageSession session, List<Forward> frames) {
    var outgoing = new Outgoing(roads);
    send(session, frames, outgoing);
    outgoing.send();
  }

  private void send(StageSession session, List<Forward> frames, Outgoing outgoing) {
    if (frames.size() == 1 && session.isDecodeStep(frames.get(0))) {
      session.heard(System.nanoTime());
      outgoing.addStep(session.next(), frames.get(0));
      neighbours.sent(session, frames.get(0));
    } else {
      addPrompt(session, frames, outgoing);
    }
  }

  private static void addPrompt(StageSession session, List<Forward> frames, Outgoing outgoing) {
    if (!frames.isEmpty()) {
      session.heard(System.nanoTime());
      outgoing.addPrompt(session.next(), frames);
    }
  }
}
