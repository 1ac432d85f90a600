package coop.imece.shard.actor;

import coop.imece.link.actor.Roads;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.SessionEvent.SessionFailed;
import coop.imece.stage.StageFailure;

/**
 * Asks the next stage whether it is still there when it says nothing, reports it when it does not
 * answer, and finds sessions for which nothing comes any more.
 */
final class SessionWatch {
  private final StageSettings settings;
  private final Roads roads;

  SessionWatch(StageSettings settings, Roads roads) {
    this.settings = settings;
    this.roads = roads;
  }

  /** Looks at a session; says whether it is to be dropped. */
  boolean isAbandoned(StageSession session, long nowNanos) {
    var quiet = nowNanos - session.heardNanos();
    if (quiet <= settings.lateAfter().toNanos()) {
      return false;
    }
    var probe = session.probe();
    if (probe.isEmpty()) {
      return quiet > settings.idleAfter().toNanos();
    }
    if (session.probed(nowNanos) > settings.probes()) {
      reportLate(session);
    } else {
      probe.forEach(session.next()::tell);
      if (session.isDecoding()) {
        roads.doubt(session.next());
      }
    }
    return false;
  }

  private static void reportLate(StageSession session) {
    session
        .owner()
        .tell(
            new SessionFailed(
                session.id(),
                session.attempt(),
                session.nextIndex(),
                StageFailure.SUCCESSOR_LATE,
                "no answer from " + session.next().path()));
  }
}
