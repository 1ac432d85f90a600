package coop.imece.scheduler;

/** Why no pipeline can serve a session. In order of precedence. */
public enum NoPipelineReason {
  /** No node offers a model of this name. */
  MODEL_UNKNOWN,
  /** Prompt and answer together are longer than the model's context. */
  CONTEXT_EXCEEDED,
  /** The slices that are ready do not cover the model. */
  LAYERS_MISSING,
  /** They would, with a node that was to be avoided. */
  NODES_AVOIDED,
  /** They do, but too few positions are free in their KV caches. */
  KV_CACHE_FULL
}
