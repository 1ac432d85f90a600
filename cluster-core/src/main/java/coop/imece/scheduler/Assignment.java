package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;

/**
 * A command to be sent to a node.
 *
 * @param again whether it was sent before and not seen to be taken
 */
public record Assignment(
    NodeId node, String model, LayerRange layers, long number, boolean again) {}
