package coop.imece.gateway.bench.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.gateway.bench.scheduler.SimulatedPopulation.Machine;
import coop.imece.scheduler.Cooperative;
import coop.imece.scheduler.CooperativeSettings;
import coop.imece.scheduler.RouteDecision.Route;
import coop.imece.scheduler.routing.SessionNeed;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What decisions cost in a cooperative of a given size, measured on the scheduler's pure core. */
final class SchedulerScale {
  private static final int WARM_UP = 1_000;
  private static final int PLANS = 4_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Cooperative cooperative;
  private final SimulatedPopulation population;
  private final Random random;
  private final Map<NodeId, LayerRange> told = new HashMap<>();

  /**
   * Seconds, but for the counts.
   *
   * @param ranges different layer ranges that nodes were given
   * @param planCpu99 processor time, which other programs on the machine do not lengthen
   * @param placed nodes for which a slice was found
   */
  record Cost(
      int nodes,
      int placed,
      int ranges,
      double joinMedian,
      double join99,
      double planMedian,
      double plan99,
      double planCpu99,
      double advertiseMedian,
      double stages) {}

  SchedulerScale(CooperativeSettings settings, long seed) {
    this.cooperative = new Cooperative(settings, region -> 0.5 + region.hashCode() % 50 / 100.0, 0);
    this.population = new SimulatedPopulation(SimulatedPopulation.MODEL, seed);
    this.random = new Random(seed);
  }

  Cost measure(int nodes) {
    var machines = new ArrayList<Machine>();
    for (var number = 0; number < nodes; number++) {
      machines.add(population.machine(number));
    }
    var joins = machines.stream().mapToLong(this::join).sorted().toArray();
    machines.removeIf(machine -> !told.containsKey(machine.fresh().node()));
    var advertisements = machines.stream().mapToLong(this::advertise).sorted().toArray();
    var stages = 0L;
    var plans = new long[PLANS];
    var plansCpu = new long[PLANS];
    for (var round = -WARM_UP; round < PLANS; round++) {
      advertise(machines.get(random.nextInt(machines.size())));
      var need =
          new SessionNeed(
              SimulatedPopulation.MODEL.id(),
              1 + random.nextInt(2_000),
              1 + random.nextInt(500),
              Set.of(),
              Map.of());
      var startCpu = THREADS.getCurrentThreadCpuTime();
      var start = System.nanoTime();
      var decision = cooperative.plan(need, 0);
      var took = System.nanoTime() - start;
      var tookCpu = THREADS.getCurrentThreadCpuTime() - startCpu;
      if (!(decision instanceof Route route)) {
        throw new IllegalStateException("no pipeline over %d nodes: %s".formatted(nodes, decision));
      }
      if (round >= 0) {
        plans[round] = took;
        plansCpu[round] = tookCpu;
        stages += route.choice().stages().size();
      }
    }
    Arrays.sort(plans);
    Arrays.sort(plansCpu);
    return new Cost(
        nodes,
        told.size(),
        (int) told.values().stream().distinct().count(),
        at(joins, 0.5),
        at(joins, 0.99),
        at(plans, 0.5),
        at(plans, 0.99),
        at(plansCpu, 0.99),
        at(advertisements, 0.5),
        (double) stages / PLANS);
  }

  /** Nanoseconds from the first advertisement to the command. */
  private long join(Machine machine) {
    var start = System.nanoTime();
    cooperative.advertised(machine.fresh(), 0);
    var commands = cooperative.place(0);
    var took = System.nanoTime() - start;
    commands.forEach(command -> told.put(command.node(), command.layers()));
    if (!commands.isEmpty()) {
      cooperative.advertised(machine.serving(commands.get(0).layers(), 0), 0);
    }
    return took;
  }

  private long advertise(Machine machine) {
    var layers = told.get(machine.fresh().node());
    var said = machine.serving(layers, random.nextInt(3));
    var start = System.nanoTime();
    cooperative.advertised(said, 0);
    return System.nanoTime() - start;
  }

  private static double at(long[] sortedNanos, double quantile) {
    return sortedNanos[
            (int) Math.min(sortedNanos.length - 1L, (long) (sortedNanos.length * quantile))]
        / 1e9;
  }
}
