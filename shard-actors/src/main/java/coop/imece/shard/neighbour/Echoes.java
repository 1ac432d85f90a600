package coop.imece.shard.neighbour;

import coop.imece.core.NodeId;
import coop.imece.scheduler.RoundTrip;
import coop.imece.scheduler.Sightings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Round trips to other stages, by small questions that come straight back. Whatever a message waits
 * for on its way makes one longer, so the quickest of the last few counts. No clock.
 */
public final class Echoes {
  private static final int KEPT = 8;

  /** Before so many have come nothing is said: the first go by cold code. */
  private static final int LEAST = 3;

  /** The peer that was asked least lately is forgotten. */
  private static final int MOST_PEERS = 32;

  private final Map<NodeId, Peer> peers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Peer> eldest) {
          return size() > MOST_PEERS;
        }
      };
  private final long everyNanos;
  private long lastNumber;

  private static final class Peer {
    private final Deque<Long> nanos = new ArrayDeque<>();
    private OptionalLong asked = OptionalLong.empty();
    private long askedNanos;

    private OptionalDouble seconds() {
      return nanos.size() < LEAST
          ? OptionalDouble.empty()
          : OptionalDouble.of(1e-9 * nanos.stream().mapToLong(Long::longValue).min().getAsLong());
    }
  }

  /**
   * @param everyNanos how long a peer is not asked again
   */
  public Echoes(long everyNanos) {
    this.everyNanos = everyNanos;
  }

  /** The number of the question that is to be sent to a peer now; empty when it is too soon. */
  public OptionalLong ask(NodeId id, long nowNanos) {
    var peer = peers.computeIfAbsent(id, fresh -> new Peer());
    if (peer.asked.isPresent() && nowNanos - peer.askedNanos < everyNanos) {
      return OptionalLong.empty();
    }
    peer.asked = OptionalLong.of(++lastNumber);
    peer.askedNanos = nowNanos;
    return peer.asked;
  }

  /** An answer has come; one that was not asked for, or comes twice, is dropped. */
  public void answered(long number, long nowNanos) {
    for (var peer : peers.values()) {
      if (peer.asked.equals(OptionalLong.of(number)) && number != 0) {
        peer.asked = OptionalLong.of(0); // answered: askedNanos still spaces the next question
        peer.nanos.add(Math.max(1, nowNanos - peer.askedNanos));
        if (peer.nanos.size() > KEPT) {
          peer.nanos.remove();
        }
        return;
      }
    }
  }

  /** Empty until a few echoes have come. */
  public OptionalDouble seconds(NodeId id) {
    var peer = peers.get(id);
    return peer == null ? OptionalDouble.empty() : peer.seconds();
  }

  /** Of those asked most lately. */
  public List<RoundTrip> roundTrips() {
    return peers.entrySet().stream()
        .skip(Math.max(0, peers.size() - Sightings.LIMIT))
        .filter(entry -> entry.getValue().seconds().isPresent())
        .map(e -> new RoundTrip(e.getKey(), e.getValue().seconds().getAsDouble()))
        .toList();
  }
}
