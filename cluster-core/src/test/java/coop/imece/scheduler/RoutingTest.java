package coop.imece.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static final double HOP = 0.5;

  @Test
  void a_plan_is_the_fastest_of_all_complete_pipelines() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 2_000; round++) {
      var layers = 1 + random.nextInt(6);
      var candidates = new ArrayList<Candidate>();
      for (var index = random.nextInt(10); index > 0; index--) {
        var start = random.nextInt(layers);
        var end = start + 1 + random.nextInt(layers - start);
        candidates.add(
            new Candidate(
                Population.node(index), new LayerRange(start, end), 9, random.nextInt(50)));
      }
      var expected = bruteForce(layers, 0, candidates);
      var found = Routing.fastest(layers, candidates, HOP);
      assertEquals(expected, found.map(RoutingTest::seconds), "seed " + seed);
      found.ifPresent(stages -> assertCovers(layers, stages));
    }
  }

  private static Optional<Double> bruteForce(int layers, int from, List<Candidate> candidates) {
    if (from == layers) {
      return Optional.of(0.0);
    }
    return candidates.stream()
        .filter(c -> c.layers().start() == from)
        .flatMap(
            c ->
                bruteForce(layers, c.layers().end(), candidates)
                    .map(rest -> rest + c.tokenSeconds() + HOP)
                    .stream())
        .min(Double::compare);
  }

  private static double seconds(List<Candidate> stages) {
    return stages.stream().mapToDouble(c -> c.tokenSeconds() + HOP).sum();
  }

  private static void assertCovers(int layers, List<Candidate> stages) {
    var next = 0;
    for (var stage : stages) {
      assertEquals(next, stage.layers().start());
      next = stage.layers().end();
    }
    assertEquals(layers, next);
  }

  @Test
  void of_equally_fast_nodes_the_one_with_the_lower_id_is_taken() {
    var layers = new LayerRange(0, 1);
    var a = new Candidate(Population.node(1), layers, 9, 1);
    var b = new Candidate(Population.node(2), layers, 9, 1);
    assertEquals(Optional.of(List.of(a)), Routing.fastest(1, List.of(b, a), HOP));
  }
}
