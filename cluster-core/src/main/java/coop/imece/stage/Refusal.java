package coop.imece.stage;

/** Why a stage does not open a session. In order of precedence. */
public enum Refusal {
  /** The stage serves other layers or another model than the plan says. */
  WRONG_SLICE,
  /** The node leaves and takes no new sessions. */
  DRAINING,
  /** Prompt and answer together are longer than the model's context. */
  CONTEXT_EXCEEDED,
  /** The stage holds as many sessions as it may. */
  TOO_MANY_SESSIONS,
  /** The memory for keys and values is spent. */
  KV_CACHE_FULL
}
