package coop.imece.gateway.generation.actor;

import coop.imece.scheduler.PlanReply;
import coop.imece.stage.SessionEvent;

/** What {@link GenerationSession} is told. */
sealed interface SessionMessage {

  /** The answer's text is complete. */
  enum Stop implements SessionMessage {
    INSTANCE
  }

  /** The client is gone. */
  enum Cancel implements SessionMessage {
    INSTANCE
  }

  /** The scheduler's answer. */
  record PlanCame(PlanReply reply) implements SessionMessage {}

  /**
   * A stage's word.
   *
   * @param nanos when it came
   */
  record StageSaid(SessionEvent event, long nanos) implements SessionMessage {
    StageSaid(SessionEvent event) {
      this(event, System.nanoTime());
    }
  }

  /** The stage that was asked to open the session in this attempt is no more. */
  record StageGone(int attempt, int stage) implements SessionMessage {}

  enum Timer implements SessionMessage {
    /** The scheduler was asked for a plan. */
    PLAN_DEADLINE,
    /** It has none now; it is asked again. */
    WAIT_FOR_SPARE,
    OPEN_DEADLINE,
    QUIET
  }
}
