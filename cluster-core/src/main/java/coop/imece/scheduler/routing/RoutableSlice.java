package coop.imece.scheduler.routing;

import coop.imece.core.LayerRange;
import coop.imece.scheduler.StageSpeed;

/**
 * A ready slice, as routing sees it.
 *
 * @param region empty string when the node names none
 * @param freePositions room in its KV caches
 * @param sessions that run on it
 * @param accessSeconds what its node's own line adds to a round trip
 */
public record RoutableSlice(
    LayerRange layers,
    String region,
    int freePositions,
    int sessions,
    StageSpeed speed,
    double accessSeconds) {}
