package coop.imece.stage;

import coop.imece.core.SessionId;
import coop.imece.core.WireMessage;
import java.util.Optional;

/** What the stages of a session tell the session's owner, the gateway. */
public sealed interface SessionEvent extends WireMessage {
  SessionId session();

  /** Events of an earlier attempt are stale and ignored. */
  int attempt();

  /**
   * A stage is ready.
   *
   * @param heldPositions positions whose keys and values it had when the attempt was opened
   */
  record SessionOpened(SessionId session, int attempt, int stage, int heldPositions)
      implements SessionEvent {}

  record SessionRefused(SessionId session, int attempt, int stage, Refusal reason, String detail)
      implements SessionEvent {}

  /**
   * The last stage sampled.
   *
   * @param position of the sampled token, so the first one of an answer has the prompt's length
   */
  record TokenSampled(
      SessionId session, int attempt, int position, int token, Optional<FinishReason> finish)
      implements SessionEvent {}

  /** A stage's answer to a probe: it has run everything before {@code runEnd}. */
  record StillRunning(SessionId session, int attempt, int stage, int runEnd)
      implements SessionEvent {}

  /**
   * A stage can't go on.
   *
   * @param stage index in the plan of the stage that is at fault, which may be the sender's
   *     neighbour; -1 when the sender does not know the session
   */
  record SessionFailed(
      SessionId session, int attempt, int stage, StageFailure reason, String detail)
      implements SessionEvent {}
}
