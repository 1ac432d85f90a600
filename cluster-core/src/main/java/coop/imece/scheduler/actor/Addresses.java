package coop.imece.scheduler.actor;

import coop.imece.core.NodeId;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.NodeCommand.Peer;
import coop.imece.scheduler.SchedulerProtocol.Command;
import coop.imece.stage.StageProtocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Where nodes and their stages are reached; nodes are watched as long as they are known. */
final class Addresses {
  private final ActorContext<Command> context;
  private final BiFunction<NodeId, ActorRef<NodeCommand>, Command> stopped;
  private final Map<NodeId, Address> addresses = new HashMap<>();
  private final PeerDraw peers;

  private record Address(
      ActorRef<NodeCommand> node, Optional<ActorRef<StageProtocol.Command>> stage) {}

  /**
   * @param stopped what the scheduler is told when a node's actor has stopped
   * @param seed of the peers that nodes are given to measure
   */
  Addresses(
      ActorContext<Command> context,
      BiFunction<NodeId, ActorRef<NodeCommand>, Command> stopped,
      long seed) {
    this.context = context;
    this.stopped = stopped;
    this.peers = new PeerDraw(new SplittableRandom(seed));
  }

  void put(NodeId id, ActorRef<NodeCommand> node, Optional<ActorRef<StageProtocol.Command>> stage) {
    var before = addresses.put(id, new Address(node, stage));
    if (before == null || !before.node.equals(node)) {
      if (before != null) {
        context.unwatch(before.node);
      }
      context.watchWith(node, stopped.apply(id, node));
    }
    peers.reachable(id, stage.isPresent());
  }

  void remove(NodeId id) {
    var before = addresses.remove(id);
    if (before != null) {
      context.unwatch(before.node);
    }
    peers.reachable(id, false);
  }

  Optional<ActorRef<NodeCommand>> node(NodeId id) {
    return Optional.ofNullable(addresses.get(id)).map(Address::node);
  }

  /** Of a node with a ready slice. */
  ActorRef<StageProtocol.Command> stage(NodeId id) {
    return addresses.get(id).stage.orElseThrow();
  }

  /** The peers that a node is to measure from now on; empty while it goes on with those it has. */
  Optional<List<Peer>> peersDue(NodeId id, long nowMillis) {
    return peers
        .due(id, nowMillis)
        .map(drawn -> drawn.stream().map(peer -> new Peer(peer, stage(peer))).toList());
  }
}
