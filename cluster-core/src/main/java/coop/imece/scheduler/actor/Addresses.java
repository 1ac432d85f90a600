package coop.imece.scheduler.actor;

import coop.imece.core.NodeId;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.NodeCommand.Peer;
import coop.imece.scheduler.SchedulerProtocol.Command;
import coop.imece.stage.StageProtocol;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Where nodes and their stages are reached; nodes are watched as long as they are known. */
final class Addresses {
  private final ActorContext<Command> context;
  private final BiFunction<NodeId, ActorRef<NodeCommand>, Command> stopped;
  private final Map<NodeId, Place> places = new HashMap<>();

  /** Of members that were taken out, until another one joins there. */
  private final Set<Address> down = new HashSet<>();

  private final PeerDraw peers;

  private record Place(
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
    var before = places.put(id, new Place(node, stage));
    if (before == null || !before.node.equals(node)) {
      if (before != null) {
        context.unwatch(before.node);
      }
      context.watchWith(node, stopped.apply(id, node));
    }
    peers.reachable(id, stage.isPresent());
  }

  void remove(NodeId id) {
    var before = places.remove(id);
    if (before != null) {
      context.unwatch(before.node);
    }
    peers.reachable(id, false);
  }

  boolean isDown(ActorRef<NodeCommand> node) {
    return down.contains(node.path().address());
  }

  /** Notes that a member was taken out, or that one joined; returns the nodes that are lost. */
  List<NodeId> down(Address address, boolean isDown) {
    if (!isDown) {
      down.remove(address);
      return List.of();
    }
    down.add(address);
    return places.entrySet().stream()
        .filter(place -> place.getValue().node.path().address().equals(address))
        .map(Map.Entry::getKey)
        .toList();
  }

  Optional<ActorRef<NodeCommand>> node(NodeId id) {
    return Optional.ofNullable(places.get(id)).map(Place::node);
  }

  /** Of a node with a ready slice. */
  ActorRef<StageProtocol.Command> stage(NodeId id) {
    return places.get(id).stage.orElseThrow();
  }

  /** The peers that a node is to measure from now on; empty while it goes on with those it has. */
  Optional<List<Peer>> peersDue(NodeId id, long nowMillis) {
    return peers
        .due(id, nowMillis)
        .map(drawn -> drawn.stream().map(peer -> new Peer(peer, stage(peer))).toList());
  }
}
