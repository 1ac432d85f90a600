package coop.imece.scheduler;

import coop.imece.core.NodeId;
import java.util.Optional;

/**
 * What the scheduler knows of a plan's node that its work is accounted by.
 *
 * @param region as in {@code DE} or {@code US-CA}
 * @param speed as measured last; empty before the first step
 * @param watts that its machine was measured to draw while it worked
 */
public record StageProfile(
    NodeId node, Optional<String> region, Optional<StageSpeed> speed, Optional<Integer> watts) {}
