package coop.imece.scheduler.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private static final List<String> REGIONS = List.of("NO", "FR", "DE", "US-CA", "", "elsewhere");
  private static final int PEERS = 4;

  /** Nodes with lines of their own in regions with true distances, and what is learned of them. */
  private static final class World {
    final Random random;
    final List<NodeId> nodes = new ArrayList<>();
    final List<String> regions = new ArrayList<>();
    final List<Double> access = new ArrayList<>();
    final double[][] between = new double[REGIONS.size()][REGIONS.size()];
    final RoundTrips learned = new RoundTrips(0.001);

    World(long seed, int count) {
      random = new Random(seed);
      for (var a = 0; a < between.length; a++) {
        for (var b = a; b < between.length; b++) {
          var seconds = a == b ? 0.001 + 0.01 * random.nextDouble() : 0.15 * random.nextDouble();
          between[a][b] = seconds;
          between[b][a] = seconds;
        }
      }
      for (var index = 0; index < count; index++) {
        nodes.add(new NodeId("n_%032x".formatted(index)));
        regions.add(REGIONS.get(random.nextInt(REGIONS.size())));
        access.add(-0.008 * Math.log(1 - random.nextDouble()));
      }
    }

    double truth(int a, int b) {
      var between = this.between[REGIONS.indexOf(regions.get(a))][REGIONS.indexOf(regions.get(b))];
      return access.get(a) + access.get(b) + between;
    }

    double learned(int a, int b) {
      return learned.seconds(nodes.get(a), regions.get(a), nodes.get(b), regions.get(b));
    }

    int other(int node) {
      var other = random.nextInt(nodes.size() - 1);
      return other < node ? other : other + 1;
    }

    /** Each node measures four peers drawn anew, the quickest of some echoes: up to 10 % long. */
    void round(int liars) {
      for (var node = 0; node < nodes.size(); node++) {
        for (var i = 0; i < PEERS; i++) {
          var peer = other(node);
          var said =
              node < liars
                  ? 10 * random.nextDouble()
                  : truth(node, peer) * (1 + 0.1 * random.nextDouble());
          learned.measured(
              nodes.get(node), regions.get(node), nodes.get(peer), regions.get(peer), said);
        }
      }
    }

    /** Of pairs drawn at random: the error at a quantile, relative to the truth. */
    double error(double quantile, int from) {
      var errors = new double[4_000];
      for (var pair = 0; pair < errors.length; pair++) {
        var a = from + random.nextInt(nodes.size() - from);
        int b;
        do {
          b = from + random.nextInt(nodes.size() - from);
        } while (b == a);
        errors[pair] = Math.abs(learned(a, b) - truth(a, b)) / truth(a, b);
      }
      Arrays.sort(errors);
      return errors[(int) (quantile * errors.length)];
    }
  }

  @Test
  void pairs_that_were_never_measured_are_known_within_a_tenth() {
    for (var seed = 0; seed < 20; seed++) {
      var world = new World(seed, 300);
      var unlearned = world.error(0.5, 0);
      for (var round = 0; round < 60; round++) {
        world.round(0);
      }
      assertTrue(unlearned > 0.3, "seed " + seed + ": " + unlearned);
      assertTrue(world.error(0.5, 0) < 0.1, "seed " + seed + ": " + world.error(0.5, 0));
      assertTrue(world.error(0.9, 0) < 0.2, "seed " + seed + ": " + world.error(0.9, 0));
    }
  }

  @Test
  void one_liar_in_ten_moves_the_others_little() {
    for (var seed = 0; seed < 20; seed++) {
      var world = new World(seed, 300);
      for (var round = 0; round < 60; round++) {
        world.round(30);
      }
      assertTrue(world.error(0.5, 30) < 0.25, "seed " + seed + ": " + world.error(0.5, 30));
    }
  }

  @Test
  void what_was_never_measured_is_taken_by_distance() {
    var roundTrips = new RoundTrips(0.001);
    var a = new NodeId("n_%032x".formatted(1));
    var b = new NodeId("n_%032x".formatted(2));
    assertEquals(0.001, roundTrips.seconds(a, "DE", b, "DE"));
    assertEquals(0.15, roundTrips.seconds("DE", "nowhere"));
    assertTrue(roundTrips.seconds("DE", "US-CA") > roundTrips.seconds("DE", "FR"));
    assertEquals(OptionalDouble.empty(), roundTrips.measuredAccess(a));
    roundTrips.measured(a, "DE", b, "FR", 0.02);
    assertEquals(roundTrips.seconds("DE", "FR"), roundTrips.seconds("FR", "DE"));
    assertEquals(OptionalDouble.empty(), roundTrips.measuredAccess(b), "b has measured nothing");
    assertTrue(roundTrips.measuredAccess(a).isPresent());
    roundTrips.left(a);
    assertEquals(OptionalDouble.empty(), roundTrips.measuredAccess(a));
  }

  @Test
  void one_measurement_moves_nothing_far() {
    var roundTrips = new RoundTrips(0.001);
    var a = new NodeId("n_%032x".formatted(1));
    var b = new NodeId("n_%032x".formatted(2));
    roundTrips.measured(a, "DE", b, "DE", 1_000);
    assertTrue(roundTrips.seconds(a, "DE", b, "DE") < 0.002);
    assertTrue(roundTrips.seconds("DE", "DE") < 0.0012);
  }
}
