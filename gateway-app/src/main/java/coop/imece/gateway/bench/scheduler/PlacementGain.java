package coop.imece.gateway.bench.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.gateway.bench.scheduler.SimulatedPopulation.Machine;
import coop.imece.scheduler.Assignment;
import coop.imece.scheduler.Cooperative;
import coop.imece.scheduler.CooperativeSettings;
import coop.imece.scheduler.MaxFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * What placement passes, in positions a second, against a naive equal split: the layers divided
 * evenly among the nodes in the order in which they joined, whatever their speed and memory.
 */
final class PlacementGain {
  private static final int MOST_ROUNDS = 60;

  /** A move takes two rounds: the node is drained, then told. */
  private static final int QUIET_ROUNDS = 2;

  private static final long ROUND_MILLIS = 31_000;

  private final CooperativeSettings settings;
  private final int layers = SimulatedPopulation.SMALL_MODEL.layers();

  PlacementGain(CooperativeSettings settings) {
    this.settings = settings;
  }

  /**
   * @param gain placement's throughput over the naive one's; empty where the naive split does not
   *     fit some node's memory
   * @param complete whether placement found a pipeline
   */
  record Gain(OptionalDouble gain, boolean complete) {}

  /** One population of 3 to 12 machines. */
  Gain of(long seed) {
    var random = new Random(seed);
    var population = new SimulatedPopulation(SimulatedPopulation.SMALL_MODEL, seed);
    var machines = new ArrayList<Machine>();
    for (var count = 3 + random.nextInt(10); count > 0; count--) {
      machines.add(population.machine(count, "DE"));
    }
    var placed = placed(machines);
    var naive = naive(machines);
    return new Gain(
        naive > 0 && placed > 0 ? OptionalDouble.of(placed / naive) : OptionalDouble.empty(),
        placed > 0);
  }

  private double placed(List<Machine> machines) {
    var cooperative = new Cooperative(settings, region -> 0.5, 0);
    var told = new HashMap<NodeId, LayerRange>();
    for (var machine : machines) {
      cooperative.advertised(machine.fresh(), 0);
      serve(cooperative, machines, told, cooperative.place(0), 0);
    }
    var quiet = 0;
    for (var round = 1; round <= MOST_ROUNDS && quiet < QUIET_ROUNDS; round++) {
      var now = round * ROUND_MILLIS;
      var commands = cooperative.repair(now);
      quiet = commands.isEmpty() ? quiet + 1 : 0;
      serve(cooperative, machines, told, commands, now);
    }
    var rates = new HashMap<LayerRange, Double>();
    for (var machine : machines) {
      var slice = told.get(machine.fresh().node());
      if (slice != null) {
        rates.merge(slice, machine.layersPerSecond() / slice.count(), Double::sum);
      }
    }
    return MaxFlow.of(layers, rates);
  }

  /** Everyone does at once what it is told, and says so. */
  private static void serve(
      Cooperative cooperative,
      List<Machine> machines,
      Map<NodeId, LayerRange> told,
      List<Assignment> assignments,
      long nowMillis) {
    assignments.forEach(a -> told.put(a.node(), a.layers()));
    for (var machine : machines) {
      var slice = told.get(machine.fresh().node());
      if (slice != null) {
        cooperative.advertised(machine.serving(slice, 0), nowMillis);
      }
    }
  }

  private double naive(List<Machine> machines) {
    var slowest = Double.POSITIVE_INFINITY;
    var split = LayerRange.split(layers, machines.size());
    for (var place = 0; place < split.size(); place++) {
      var slice = split.get(place);
      var machine = machines.get(place);
      var bytes =
          SimulatedPopulation.SMALL_MODEL.bytes(slice, settings.placement().kvReservePositions());
      if (bytes > machine.fresh().memoryBytes()) {
        return 0;
      }
      slowest = Math.min(slowest, machine.layersPerSecond() / slice.count());
    }
    return slowest;
  }
}
