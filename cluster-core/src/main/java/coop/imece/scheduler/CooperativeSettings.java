package coop.imece.scheduler;

import coop.imece.scheduler.routing.RoutingSettings;
import java.time.Duration;

/**
 * @param forgetAfter a node silent for longer is forgotten
 * @param tellAgainAfter a command that a node does not show to have taken is repeated
 * @param gapPatience how long layers must be missing before serving nodes are moved
 * @param joinPatience the same while fewer nodes than {@code minStages} are known, so that nodes
 *     started together each find their part
 * @param hopTime round trip between two nodes of one region
 * @param firstBan how long a node that failed a session is left out, doubled at each failure
 * @param longestBan the most that it grows to
 * @param rebalanceEvery how often a better placement is looked for
 * @param rebalanceGain how much more it must pass for a node to be moved, as in 0.25
 * @param demandHalfLife after which half of what was asked of a model is forgotten
 * @param drainLimit how long a node that is to move may go on with the sessions it has
 */
public record CooperativeSettings(
    PlacementRules placement,
    RoutingSettings routing,
    Duration forgetAfter,
    Duration tellAgainAfter,
    Duration gapPatience,
    Duration joinPatience,
    Duration hopTime,
    Duration firstBan,
    Duration longestBan,
    Duration rebalanceEvery,
    double rebalanceGain,
    Duration demandHalfLife,
    Duration drainLimit) {}
