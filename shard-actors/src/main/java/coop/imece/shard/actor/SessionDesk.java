package coop.imece.shard.actor;

import coop.imece.core.SessionId;
import coop.imece.shard.stage.SessionPlaces;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionEvent.SessionFailed;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.SessionRefused;
import coop.imece.stage.SessionEvent.StillRunning;
import coop.imece.stage.StageFailure;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.EndSession;
import coop.imece.stage.StageProtocol.Internal;
import coop.imece.stage.StageProtocol.OpenSession;
import coop.imece.stage.StageProtocol.Probe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Opens and ends a stage's sessions, and tells their owners. What is asked of a session that is in
 * a batch is done when the batch comes back.
 */
final class SessionDesk {
  private final ActorContext<Command> actor;
  private final SessionPlaces places;
  private final OpenSessions sessions;

  record OwnerGone(SessionId session, ActorRef<SessionEvent> owner) implements Internal {}

  SessionDesk(ActorContext<Command> actor, SessionPlaces places, OpenSessions sessions) {
    this.actor = actor;
    this.places = places;
    this.sessions = sessions;
  }

  void open(OpenSession open) {
    var known = sessions.get(open.session());
    if (known.isEmpty()) {
      admit(open);
    } else if (open.attempt() == known.get().attempt()) {
      tellOpened(known.get());
    } else if (open.attempt() > known.get().attempt()) {
      if (known.get().isRunning()) {
        sessions.defer(open.session(), open);
      } else {
        reopen(known.get(), open);
      }
    }
  }

  private void admit(OpenSession open) {
    var refusal = places.refusal(open, sessions.count());
    if (refusal.isPresent()) {
      var detail = places.detail(refusal.get(), open, sessions.count());
      actor.getLog().info("session {} refused: {}", open.session(), detail);
      open.owner()
          .tell(
              new SessionRefused(
                  open.session(), open.attempt(), open.stage(), refusal.get(), detail));
      return;
    }
    var session = places.open(open);
    sessions.add(session);
    session.heard(System.nanoTime());
    actor.watchWith(open.owner(), new OwnerGone(open.session(), open.owner()));
    tellOpened(session);
  }

  private static void reopen(StageSession session, OpenSession open) {
    session.reopen(open);
    session.heard(System.nanoTime());
    tellOpened(session);
  }

  private static void tellOpened(StageSession session) {
    session
        .owner()
        .tell(
            new SessionOpened(
                session.id(), session.attempt(), session.stage(), session.heldAtStart()));
  }

  void answer(Probe probe) {
    probe
        .owner()
        .tell(
            sessions
                .get(probe.session())
                .<SessionEvent>map(
                    session ->
                        new StillRunning(
                            session.id(), session.attempt(), session.stage(), session.runEnd()))
                .orElseGet(
                    () ->
                        new SessionFailed(
                            probe.session(),
                            probe.attempt(),
                            -1,
                            StageFailure.SESSION_UNKNOWN,
                            actor.getSelf().path().toString())));
  }

  void end(EndSession end) {
    sessions
        .get(end.session())
        .ifPresent(
            session -> {
              if (session.isRunning()) {
                sessions.defer(end.session(), end);
              } else {
                close(session, end.blocks());
              }
            });
  }

  void ownerGone(OwnerGone gone) {
    sessions
        .get(gone.session())
        .filter(session -> session.owner().equals(gone.owner()))
        .ifPresent(session -> drop(session, "its owner is gone"));
  }

  /** Ends a session that nobody asked to end. */
  void drop(StageSession session, String why) {
    actor.getLog().info("session {} dropped: {}", session.id(), why);
    end(new EndSession(session.id(), PrefixBlocks.NONE));
  }

  void fail(StageSession session, StageFailure reason, String detail) {
    actor.getLog().warn("session {} failed: {} {}", session.id(), reason, detail);
    session
        .owner()
        .tell(new SessionFailed(session.id(), session.attempt(), session.stage(), reason, detail));
    end(new EndSession(session.id(), PrefixBlocks.NONE));
  }

  private void close(StageSession session, PrefixBlocks blocks) {
    sessions.remove(session);
    places.close(session, blocks);
    actor.unwatch(session.owner());
  }
}
