package coop.imece.gateway.bench.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.gateway.bench.scheduler.SimulatedPopulation.Machine;
import coop.imece.scheduler.Cooperative;
import coop.imece.scheduler.CooperativeSettings;
import coop.imece.scheduler.RouteDecision.Route;
import coop.imece.scheduler.routing.Choice;
import coop.imece.scheduler.routing.SessionNeed;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Plans the sessions of a day over nodes in six regions, and adds up grams and seconds. */
final class GridReplay {
  private static final int SESSIONS_AN_HOUR = 200;

  /** So many sessions are planned before all nodes advertise themselves anew. */
  private static final int SESSIONS_AT_ONCE = 10;

  private static final double JOULES_PER_KWH = 3.6e6;

  private final Cooperative cooperative;
  private final Map<NodeId, Machine> machines = new HashMap<>();
  private final Map<NodeId, LayerRange> told = new HashMap<>();
  private int hour;

  /** Per 1,000 tokens, means over all sessions of the day. */
  record Result(double gramsPer1000Tokens, double secondsPer1000Tokens) {}

  GridReplay(CooperativeSettings settings, boolean byGrid, int nodes, long seed) {
    this.cooperative =
        new Cooperative(
            settings, region -> byGrid ? GridDay.reading(region, hour).score() : 0.5, 0);
    var population = new SimulatedPopulation(SimulatedPopulation.SMALL_MODEL, seed);
    for (var number = 0; number < nodes; number++) {
      var machine = population.machine(number);
      machines.put(machine.fresh().node(), machine);
      cooperative.advertised(machine.fresh(), 0);
      cooperative.place(0).forEach(a -> told.put(a.node(), a.layers()));
    }
  }

  Result day() {
    var grams = 0.0;
    var seconds = 0.0;
    for (hour = 0; hour < 24; hour++) {
      for (var session = 0; session < SESSIONS_AN_HOUR; session++) {
        if (session % SESSIONS_AT_ONCE == 0) {
          told.forEach((id, s) -> cooperative.advertised(machines.get(id).serving(s, 0), 0));
        }
        var need =
            new SessionNeed(SimulatedPopulation.SMALL_MODEL.id(), 100, 200, Set.of(), Map.of());
        if (!(cooperative.plan(need, 0) instanceof Route route)) {
          throw new IllegalStateException("no pipeline over %d nodes".formatted(told.size()));
        }
        grams += gramsPerToken(route.choice());
        seconds += route.choice().secondsPerToken();
      }
    }
    var tokens = 24.0 * SESSIONS_AN_HOUR / 1_000;
    return new Result(grams / tokens, seconds / tokens);
  }

  /** Watts of each stage times its step, by the intensity of its region now. */
  private double gramsPerToken(Choice choice) {
    return choice.stages().stream()
        .mapToDouble(
            stage -> {
              var machine = machines.get(stage.node());
              var joules = machine.watts() * stage.layers().count() / machine.layersPerSecond();
              var region = machine.fresh().region().orElseThrow();
              return joules / JOULES_PER_KWH * GridDay.gramsPerKwh(region, hour);
            })
        .sum();
  }
}
