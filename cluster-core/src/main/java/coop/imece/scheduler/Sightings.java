package coop.imece.scheduler;

import java.util.List;

/** What a node has measured of others lately; at most {@link #LIMIT} of each kind. */
public record Sightings(List<SeenSteps> steps, List<RoundTrip> roundTrips) {
  public static final int LIMIT = 16;
  public static final Sightings NONE = new Sightings(List.of(), List.of());

  public Sightings {
    steps = List.copyOf(steps);
    roundTrips = List.copyOf(roundTrips);
    if (steps.size() > LIMIT || roundTrips.size() > LIMIT) {
      throw new IllegalArgumentException(
          "need at most %d sightings of each kind, was %d and %d"
              .formatted(LIMIT, steps.size(), roundTrips.size()));
    }
  }
}
