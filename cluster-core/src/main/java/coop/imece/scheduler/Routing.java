package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses, of the ready slices, those that make the fastest complete pipeline. */
public final class Routing {
  private Routing() {}

  /**
   * The stages, in order, whose expected time per token is least; empty when there is no pipeline.
   *
   * @param candidates ready slices with room for the session
   * @param hopSeconds what each further stage adds to each token
   */
  public static Optional<List<Candidate>> fastest(
      int layers, Collection<Candidate> candidates, double hopSeconds) {
    var bestOfRange = new HashMap<LayerRange, Candidate>();
    candidates.forEach(c -> bestOfRange.merge(c.layers(), c, Routing::quicker));
    var byEnd = new HashMap<Integer, List<Candidate>>();
    bestOfRange
        .values()
        .forEach(c -> byEnd.computeIfAbsent(c.layers().end(), end -> new ArrayList<>()).add(c));
    return walkBack(layers, arrivals(layers, byEnd, hopSeconds));
  }

  private record Arrival(Candidate by, double seconds) {}

  /** For each layer border, how it is reached soonest. */
  private static Map<Integer, Arrival> arrivals(
      int layers, Map<Integer, List<Candidate>> byEnd, double hopSeconds) {
    var arrivals = new HashMap<Integer, Arrival>();
    for (var border = 1; border <= layers; border++) {
      for (var candidate : byEnd.getOrDefault(border, List.of())) {
        var start = candidate.layers().start();
        var before = arrivals.get(start);
        if (start == 0 || before != null) {
          var seconds = candidate.tokenSeconds() + hopSeconds + (start == 0 ? 0 : before.seconds);
          var known = arrivals.get(border);
          if (known == null || seconds < known.seconds) {
            arrivals.put(border, new Arrival(candidate, seconds));
          }
        }
      }
    }
    return arrivals;
  }

  private static Optional<List<Candidate>> walkBack(int layers, Map<Integer, Arrival> arrivals) {
    if (!arrivals.containsKey(layers)) {
      return Optional.empty();
    }
    var stages = new ArrayList<Candidate>();
    for (var border = layers; border > 0; border = stages.get(0).layers().start()) {
      stages.add(0, arrivals.get(border).by);
    }
    return Optional.of(List.copyOf(stages));
  }

  /** Of equally quick nodes the one with the lower id, so that plans can be foretold. */
  private static Candidate quicker(Candidate a, Candidate b) {
    var order = Double.compare(a.tokenSeconds(), b.tokenSeconds());
    if (order == 0) {
      order = a.node().value().compareTo(b.node().value());
    }
    return order <= 0 ? a : b;
  }
}
