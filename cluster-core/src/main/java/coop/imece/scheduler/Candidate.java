package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;

/**
 * A ready slice, as routing sees it.
 *
 * @param freePositions room in its KV caches, what was planned since its node last spoke left out
 * @param tokenSeconds expected time that it adds to each token of the session to be planned
 */
public record Candidate(NodeId node, LayerRange layers, int freePositions, double tokenSeconds) {}
