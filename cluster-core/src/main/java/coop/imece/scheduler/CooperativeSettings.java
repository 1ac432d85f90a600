package coop.imece.scheduler;

import java.time.Duration;

/**
 * @param forgetAfter a node silent for longer is forgotten
 * @param tellAgainAfter a command that a node does not show to have taken is repeated
 * @param gapPatience how long layers must be missing before serving nodes are moved
 * @param joinPatience the same while fewer nodes than {@code minStages} are known, so that nodes
 *     started together each find their part
 * @param hopSeconds what each stage adds to each token for its network hop
 */
public record CooperativeSettings(
    PlacementRules placement,
    Duration forgetAfter,
    Duration tellAgainAfter,
    Duration gapPatience,
    Duration joinPatience,
    double hopSeconds) {}
