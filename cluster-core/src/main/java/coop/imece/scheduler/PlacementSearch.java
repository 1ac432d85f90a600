package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Looks for the division of a model among all nodes at once under which most positions a second
 * pass (max-min throughput): nodes are dealt into 1, 2, ... pipelines of like speed, each pipeline
 * is divided by speed and memory, and where the nodes are few, single slices are changed as long as
 * that helps.
 */
final class PlacementSearch {
  /** With more members only the dealt pipelines are compared. */
  static final int MOST_MEMBERS_SEARCHED = 24;

  private static final int MOST_PIPELINES = 64;
  private static final int MOST_EVALUATIONS = 40_000;

  /** A flow over L layers costs about L x L steps: this many in all keep a search below 50 ms. */
  private static final int MOST_STEPS = 4_000_000;

  private static final int RANDOM_STARTS = 400;
  private static final int RANDOM_STARTS_PER_PAIR_SEARCH = 20;
  private static final double WORTH_OF_LENGTH = 0.02;
  private static final double BETTER = 1 + 1e-9;

  private final ServedModel model;
  private final Placement placement;
  private final RandomGenerator random;
  private int evaluationsLeft;
  private boolean withinPart;

  /**
   * @param random where random starts are drawn from
   */
  PlacementSearch(ServedModel model, PlacementRules rules, RandomGenerator random) {
    this.model = model;
    this.random = random;
    this.placement = new Placement(model, rules);
  }

  /** {@link Division#NONE} when the nodes' memory does not do for one pipeline. */
  Division best(Collection<Member> members) {
    return search(members, false);
  }

  /** The same with no slice reaching beyond one of the {@code minStages} even parts. */
  Division within(Collection<Member> members) {
    return search(members, true);
  }

  private Division search(Collection<Member> members, boolean withinPart) {
    this.withinPart = withinPart;
    var forced = new HashMap<Member, LayerRange>();
    members.forEach(m -> m.forced().ifPresent(slice -> forced.put(m, slice)));
    var free = members.stream().filter(m -> m.forced().isEmpty()).toList();
    var starts = new ArrayList<Map<Member, LayerRange>>();
    starts.add(forced);
    for (var pipelines = 1; pipelines <= Math.min(MOST_PIPELINES, free.size()); pipelines++) {
      for (var order : orders()) {
        starts.add(dealt(free.stream().sorted(order).toList(), pipelines, forced));
      }
    }
    var current = new HashMap<>(forced);
    free.forEach(m -> m.slice().ifPresent(slice -> current.put(m, slice)));
    starts.add(current);
    evaluationsLeft = Math.min(MOST_EVALUATIONS, MOST_STEPS / (model.layers() * model.layers()));
    var best = Division.NONE;
    for (var start : starts) {
      best = better(best, of(start));
    }
    if (members.size() <= MOST_MEMBERS_SEARCHED) {
      for (var start : starts) {
        best = better(best, improve(start, free));
      }
      for (var round = 0; round < RANDOM_STARTS && evaluationsLeft > 0; round++) {
        best = better(best, improve(drawn(free, forced), free));
        if (round % RANDOM_STARTS_PER_PAIR_SEARCH == 0) {
          best = better(best, changePairs(best, members, free));
        }
      }
    }
    return best;
  }

  /** Each stage costs a hop, so longer slices are worth up to a fiftieth of the throughput. */
  private double score(Division division) {
    var length =
        division.slices().values().stream().mapToInt(LayerRange::count).average().orElse(0);
    return division.throughput() * (1 + WORTH_OF_LENGTH * length / model.layers());
  }

  private Division better(Division a, Division b) {
    return score(b) > score(a) * BETTER ? b : a;
  }

  private Map<Member, LayerRange> drawn(List<Member> free, Map<Member, LayerRange> forced) {
    var slices = new HashMap<>(forced);
    for (var member : free) {
      var fitting = fitting(member);
      if (!fitting.isEmpty()) {
        slices.put(member, fitting.get(random.nextInt(fitting.size())));
      }
    }
    return slices;
  }

  private static List<Comparator<Member>> orders() {
    var byId = Comparator.comparing((Member m) -> m.node().value());
    return List.of(
        Comparator.comparingDouble(Member::layersPerSecond).reversed().thenComparing(byId),
        Comparator.comparingLong(Member::memoryBytes).reversed().thenComparing(byId));
  }

  /** Each node goes to the pipeline that is slowest so far. */
  private Map<Member, LayerRange> dealt(
      List<Member> sorted, int pipelines, Map<Member, LayerRange> forced) {
    var groups = new ArrayList<List<Member>>();
    var speeds = new double[pipelines];
    for (var group = 0; group < pipelines; group++) {
      groups.add(new ArrayList<>());
    }
    for (var member : sorted) {
      var slowest = 0;
      for (var group = 1; group < pipelines; group++) {
        slowest = speeds[group] < speeds[slowest] ? group : slowest;
      }
      groups.get(slowest).add(member);
      speeds[slowest] += member.layersPerSecond();
    }
    var division = new HashMap<>(forced);
    groups.forEach(
        group ->
            new OnePipeline(model, placement, withinPart)
                .divide(group)
                .ifPresent(division::putAll));
    return division;
  }

  /** Changes one slice at a time, always to the best, until nothing is better. */
  private Division improve(Map<Member, LayerRange> start, List<Member> free) {
    var slices = new HashMap<>(start);
    var best = of(slices);
    var welfare = welfare(slices);
    var improved = true;
    while (improved && evaluationsLeft > 0) {
      improved = false;
      for (var member : free) {
        for (var candidate : fitting(member)) {
          var before = slices.put(member, candidate);
          var then = of(slices);
          var thenWelfare = welfare(slices);
          var better =
              score(then) > score(best) * BETTER
                  || score(then) * BETTER >= score(best) && thenWelfare > welfare * BETTER;
          if (better) {
            best = then;
            welfare = thenWelfare;
            improved = true;
          } else if (before == null) {
            slices.remove(member);
          } else {
            slices.put(member, before);
          }
        }
      }
    }
    return best;
  }

  /** What no single change betters, two at once may: the first that does is improved on. */
  private Division changePairs(Division from, Collection<Member> members, List<Member> free) {
    var slices = new HashMap<Member, LayerRange>();
    for (var member : members) {
      var slice = from.slices().get(member.node());
      if (slice != null) {
        slices.put(member, slice);
      }
    }
    for (var a = 0; a < free.size(); a++) {
      for (var b = a + 1; b < free.size(); b++) {
        for (var ofA : fitting(free.get(a))) {
          for (var ofB : fitting(free.get(b))) {
            if (evaluationsLeft <= 0) {
              return from;
            }
            var then = new HashMap<>(slices);
            then.put(free.get(a), ofA);
            then.put(free.get(b), ofB);
            if (score(of(then)) > score(from) * BETTER) {
              return improve(then, free);
            }
          }
        }
      }
    }
    return from;
  }

  private List<LayerRange> fitting(Member member) {
    var candidates = new ArrayList<LayerRange>();
    for (var start = 0; start < model.layers(); start++) {
      var most = placement.mostLayers(member, start, withinPart);
      for (var end = start + 1; end <= start + most; end++) {
        candidates.add(new LayerRange(start, end));
      }
    }
    return candidates;
  }

  private Division of(Map<Member, LayerRange> slices) {
    evaluationsLeft--;
    return Division.of(model.layers(), slices);
  }

  /** Tells equal throughputs apart: what passes each layer counts less, the more it is. */
  private double welfare(Map<Member, LayerRange> slices) {
    var perLayer = new double[model.layers()];
    slices.forEach(
        (member, slice) -> {
          for (var layer = slice.start(); layer < slice.end(); layer++) {
            perLayer[layer] += member.rate(slice);
          }
        });
    var sum = 0.0;
    for (var rate : perLayer) {
      sum += Math.sqrt(rate);
    }
    return sum;
  }
}
