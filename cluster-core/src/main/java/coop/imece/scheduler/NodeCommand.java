package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.WireMessage;
import coop.imece.stage.StageProtocol;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What the scheduler tells a node. */
public sealed interface NodeCommand extends WireMessage {

  /**
   * Serve these layers. A node that serves them already does nothing; one that serves others moves.
   *
   * @param number grows with every command; a node ignores one that is not above the last it took
   */
  record ServeSlice(String model, LayerRange layers, long number) implements NodeCommand {}

  /**
   * Say again what hardware the node has.
   *
   * @param again whether it is to be measured anew first, because its steps don't fit the result
   */
  record ReportHardware(boolean again) implements NodeCommand {}

  /** Another process has this node's identity and started later: that one is the node. */
  record Superseded() implements NodeCommand {}

  /** Measure the round trips to these stages from now on, instead of those named before. */
  record MeasureRoundTrips(List<Peer> peers) implements NodeCommand {
    public MeasureRoundTrips {
      peers = List.copyOf(peers);
    }
  }

  /** A node, and where its stage is reached. */
  record Peer(NodeId node, ActorRef<StageProtocol.Command> stage) {}
}
