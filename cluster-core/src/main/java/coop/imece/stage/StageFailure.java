package coop.imece.stage;

/** Why a session that was open can't go on at a stage. In order of precedence. */
public enum StageFailure {
  /** The stage knows no such session: it was ended, or the node started anew. */
  SESSION_UNKNOWN,
  /** What came does not have the width or type of the model's hidden states. */
  SHAPE_MISMATCH,
  /** The engine threw while it ran this session. */
  COMPUTE_FAILED,
  /** The next stage does not answer. */
  SUCCESSOR_LATE
}
