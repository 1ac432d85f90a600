package coop.imece.scheduler;

import coop.imece.core.NodeId;

/** How long a small message takes to a peer and back, as measured: the quickest of the last few. */
public record RoundTrip(NodeId peer, double seconds) {
  public RoundTrip {
    if (!(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("seconds must be finite and above 0, was " + seconds);
    }
  }
}
