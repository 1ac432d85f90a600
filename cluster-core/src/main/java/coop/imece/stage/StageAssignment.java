package coop.imece.stage;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import org.apache.pekko.actor.typed.ActorRef;

/** One place in a pipeline: which node serves which layers, and where its stage is reached. */
public record StageAssignment(
    NodeId node, LayerRange layers, ActorRef<StageProtocol.Command> stage) {}
