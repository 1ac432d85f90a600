package coop.imece.scheduler.routing;

import coop.imece.core.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Round trips between nodes, of which few pairs are measured: one takes what the lines of both
 * nodes add, their access, and what lies between their regions. Both are learned from measured
 * pairs, a little by each (Vivaldi's rule with heights, and regions in place of its space: what
 * routing asks for is regions). Until a pair of regions was measured, a constant within a region
 * counts, and between two what their distance implies; a node that was never measured adds nothing.
 *
 * <p>A measurement moves its own node's access and the regions', never the other node's: who lies
 * makes only itself near or far. How far one can move anything is bounded. Owned by one actor.
 */
public final class RoundTrips {
  /** Light in fibre takes 10 microseconds a kilometre and back; routes are about half longer. */
  private static final double SECONDS_PER_KILOMETRE = 15e-6;

  private static final double UNKNOWN_SECONDS = 0.15;

  /** Parts of an error that one measurement moves the node, and the pair of regions, by. */
  private static final double ACCESS_GAIN = 0.2;

  private static final double BETWEEN_GAIN = 0.05;

  /** One measurement counts at most as if it were so far off, and the regions as far again. */
  private static final double MOST_SECONDS_OFF = 0.002;

  /** Pairs of regions that are learned; more are taken by their distance. */
  private static final int MOST_PAIRS = 4_096;

  private final double withinRegionSeconds;
  private final Map<NodeId, Double> access = new HashMap<>();
  private final Map<Pair, Double> between = new HashMap<>();

  /** Two regions, in order. */
  private record Pair(String first, String second) {
    static Pair of(String a, String b) {
      return a.compareTo(b) <= 0 ? new Pair(a, b) : new Pair(b, a);
    }
  }

  /**
   * @param withinRegionSeconds round trip between two nodes of one region, until some are measured
   */
  public RoundTrips(double withinRegionSeconds) {
    this.withinRegionSeconds = withinRegionSeconds;
  }

  /**
   * Takes in what a node measured to a peer.
   *
   * @param region of the node, the empty string when it names none
   */
  public void measured(
      NodeId node, String region, NodeId peer, String regionOfPeer, double seconds) {
    var expected = seconds(node, region, peer, regionOfPeer);
    var most = MOST_SECONDS_OFF + seconds(region, regionOfPeer);
    var off = Math.max(-most, Math.min(most, seconds - expected));
    access.put(node, Math.max(0, accessSeconds(node) + ACCESS_GAIN * off));
    var pair = Pair.of(region, regionOfPeer);
    if (between.size() < MOST_PAIRS || between.containsKey(pair)) {
      between.put(pair, Math.max(0, seconds(region, regionOfPeer) + BETWEEN_GAIN * off));
    }
  }

  /** What a node's own line adds to each of its round trips. */
  public double accessSeconds(NodeId node) {
    return access.getOrDefault(node, 0.0);
  }

  /** Empty until the node has measured. */
  public OptionalDouble measuredAccess(NodeId node) {
    var seconds = access.get(node);
    return seconds == null ? OptionalDouble.empty() : OptionalDouble.of(seconds);
  }

  /** What lies between two regions, or within one. */
  public double seconds(String a, String b) {
    var learned = between.get(Pair.of(a, b));
    return learned == null ? byDistance(a, b) : learned;
  }

  /** From one node to another and back. */
  public double seconds(NodeId a, String regionOfA, NodeId b, String regionOfB) {
    return accessSeconds(a) + accessSeconds(b) + seconds(regionOfA, regionOfB);
  }

  /** Forgets a node that left. */
  public void left(NodeId node) {
    access.remove(node);
  }

  private double byDistance(String a, String b) {
    if (a.equals(b)) {
      return withinRegionSeconds;
    }
    var kilometres = RegionPlaces.kilometres(a, b);
    return kilometres.isPresent()
        ? withinRegionSeconds + kilometres.getAsDouble() * SECONDS_PER_KILOMETRE
        : UNKNOWN_SECONDS;
  }

  /** The table of all pairs, by the regions' places in the list. */
  double[][] table(List<String> regions) {
    var table = new double[regions.size()][regions.size()];
    for (var a = 0; a < table.length; a++) {
      for (var b = 0; b < table.length; b++) {
        table[a][b] = seconds(regions.get(a), regions.get(b));
      }
    }
    return table;
  }
}
