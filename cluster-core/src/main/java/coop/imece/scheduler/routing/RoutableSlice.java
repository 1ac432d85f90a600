package coop.imece.scheduler.routing;

import coop.imece.core.LayerRange;
import coop.imece.scheduler.StageSpeed;

/**
 * A ready slice, as routing sees it.
 *
 * @param region empty string when the node names none
 * @param freePositions room in its KV caches
 * @param sessions that run on it
 */
public record RoutableSlice(
    LayerRange layers, String region, int freePositions, int sessions, StageSpeed speed) {}
