package coop.imece.scheduler.actor;

import coop.imece.core.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Draws the few peers to which each node measures the round trip, anew every now and then, so that
 * with time all regions meet. No clock.
 */
final class PeerDraw {
  static final int PEERS = 4;
  private static final long EVERY_MILLIS = 300_000;

  private final RandomGenerator random;
  private final List<NodeId> reachable = new ArrayList<>();
  private final Map<NodeId, Integer> places = new HashMap<>();
  private final Map<NodeId, Drawn> drawn = new HashMap<>();

  private record Drawn(int peers, long atMillis) {}

  PeerDraw(RandomGenerator random) {
    this.random = random;
  }

  void reachable(NodeId node, boolean now) {
    if (now && !places.containsKey(node)) {
      places.put(node, reachable.size());
      reachable.add(node);
    } else if (!now && places.containsKey(node)) {
      var place = places.remove(node);
      var last = reachable.remove(reachable.size() - 1);
      if (!last.equals(node)) {
        reachable.set(place, last);
        places.put(last, place);
      }
      drawn.remove(node);
    }
  }

  /** Empty when the node is not reachable itself, has no others, or drew a short while ago. */
  Optional<List<NodeId>> due(NodeId node, long nowMillis) {
    var most = Math.min(PEERS, reachable.size() - 1);
    var before = drawn.get(node);
    var lasts =
        before != null && before.peers >= most && nowMillis - before.atMillis < EVERY_MILLIS;
    if (!places.containsKey(node) || most < 1 || lasts) {
      return Optional.empty();
    }
    drawn.put(node, new Drawn(most, nowMillis));
    var peers = new LinkedHashSet<NodeId>();
    while (peers.size() < most) {
      var peer = reachable.get(random.nextInt(reachable.size()));
      if (!peer.equals(node)) {
        peers.add(peer);
      }
    }
    return Optional.of(List.copyOf(peers));
  }
}
