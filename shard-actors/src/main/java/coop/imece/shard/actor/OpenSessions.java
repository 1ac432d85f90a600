package coop.imece.shard.actor;

import coop.imece.core.SessionId;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.StageProtocol.Command;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions of a stage, and what is to be done with one when its batch comes back. */
final class OpenSessions {
  private final Map<SessionId, StageSession> sessions = new HashMap<>();
  private final Map<SessionId, Command> afterBatch = new HashMap<>();

  int count() {
    return sessions.size();
  }

  Collection<StageSession> all() {
    return sessions.values();
  }

  /** As they are now, whatever is done to them meanwhile. */
  List<StageSession> snapshot() {
    return List.copyOf(sessions.values());
  }

  Optional<StageSession> get(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** The session in this very attempt; what is said of another is stale. */
  Optional<StageSession> current(SessionId id, int attempt) {
    return get(id).filter(session -> session.attempt() == attempt);
  }

  void add(StageSession session) {
    sessions.put(session.id(), session);
  }

  void remove(StageSession session) {
    sessions.remove(session.id());
    afterBatch.remove(session.id());
  }

  /** Keeps a command for a session that runs; a later one takes its place. */
  void defer(SessionId id, Command command) {
    afterBatch.put(id, command);
  }

  Optional<Command> takeDeferred(SessionId id) {
    return Optional.ofNullable(afterBatch.remove(id));
  }
}
