package coop.imece.stage;

/** Why the last stage sampled no further. In order of precedence. */
public enum FinishReason {
  /** An end-of-sequence id was sampled. */
  STOP,
  /** The limit on tokens was reached. */
  LENGTH
}
