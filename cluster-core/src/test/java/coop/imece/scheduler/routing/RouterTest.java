package coop.imece.scheduler.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.scheduler.StageSpeed;
import coop.imece.scheduler.routing.Choice.Because;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final RoutingSettings FASTEST_ONLY = new RoutingSettings(0, 0, 0, 0.5);
  private static final RoundTrips DELAYS = new RoundTrips(0.001);
  private static final LayerRange FRONT = new LayerRange(0, 2);
  private static final LayerRange BACK = new LayerRange(2, 4);
  private static final LayerRange ALL = new LayerRange(0, 4);

  private static NodeId node(int index) {
    return new NodeId("n_%032x".formatted(index));
  }

  private static RoutableSlice slice(LayerRange layers, String region, double decodeSeconds) {
    return slice(layers, region, decodeSeconds, 0);
  }

  private static RoutableSlice slice(
      LayerRange layers, String region, double decodeSeconds, double accessSeconds) {
    return new RoutableSlice(
        layers, region, 1_000, 0, new StageSpeed(decodeSeconds, 0), accessSeconds);
  }

  private static SessionNeed need(int promptTokens, NodeId... avoid) {
    return new SessionNeed("m", promptTokens, 10, Set.of(avoid), Map.of());
  }

  private static List<NodeId> nodes(Optional<Choice> choice) {
    return choice.orElseThrow().stages().stream().map(Choice.Stage::node).toList();
  }

  private static Choice plan(Router router) {
    var choice = router.choose(need(1), Set.of()).orElseThrow();
    router.count(choice, need(1));
    return choice;
  }

  private record Served(NodeId node, RoutableSlice slice) {}

  @Test
  void a_plan_is_the_fastest_of_all_complete_pipelines_and_rings() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 2_000; round++) {
      var layers = 1 + random.nextInt(6);
      var router = new Router(layers, FASTEST_ONLY, DELAYS, region -> 0.5);
      var served = new ArrayList<Served>();
      for (var index = random.nextInt(12); index > 0; index--) {
        var start = random.nextInt(layers);
        var range = new LayerRange(start, start + 1 + random.nextInt(layers - start));
        var region = List.of("DE", "US-CA", "NO").get(random.nextInt(3));
        var slice =
            slice(range, region, 0.001 + random.nextDouble() * 0.2, random.nextDouble() * 0.05);
        served.add(new Served(node(index), slice));
        router.put(node(index), slice);
      }
      var expected = bruteForce(layers, 0, new ArrayList<>(), served);
      var found = router.choose(need(1), Set.of());
      assertEquals(expected.isPresent(), found.isPresent(), "seed " + seed);
      if (found.isPresent()) {
        assertEquals(expected.get(), found.get().secondsPerToken(), 1e-9, "seed " + seed);
        assertCovers(layers, found.get(), "seed " + seed);
      }
    }
  }

  private static Optional<Double> bruteForce(
      int layers, int from, List<Served> path, List<Served> served) {
    if (from == layers) {
      return Optional.of(ringSeconds(path));
    }
    return served.stream()
        .filter(s -> s.slice.layers().start() == from)
        .flatMap(
            s -> {
              var longer = new ArrayList<>(path);
              longer.add(s);
              return bruteForce(layers, s.slice.layers().end(), longer, served).stream();
            })
        .min(Double::compare);
  }

  private static double ringSeconds(List<Served> path) {
    var seconds = 0.0;
    for (var index = 0; index < path.size(); index++) {
      var next = path.get((index + 1) % path.size()).slice;
      var slice = path.get(index).slice;
      seconds += slice.speed().decodeSeconds() + DELAYS.seconds(slice.region(), next.region());
      seconds += slice.accessSeconds() + next.accessSeconds();
    }
    return seconds;
  }

  private static void assertCovers(int layers, Choice choice, String message) {
    var next = 0;
    for (var stage : choice.stages()) {
      assertEquals(next, stage.layers().start(), message);
      next = stage.layers().end();
    }
    assertEquals(layers, next, message);
  }

  @Test
  void a_node_that_left_or_moved_is_no_longer_where_it_was() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var router = new Router(4, FASTEST_ONLY, DELAYS, region -> 0.5);
    var served = new HashMap<NodeId, RoutableSlice>();
    for (var round = 0; round < 5_000; round++) {
      var id = node(random.nextInt(30));
      if (random.nextInt(3) == 0) {
        router.remove(id);
        served.remove(id);
      } else {
        var range = List.of(FRONT, BACK, ALL).get(random.nextInt(3));
        var slice = slice(range, "", 0.001 + random.nextDouble());
        router.put(id, slice);
        served.put(id, slice);
      }
      var choice = router.choose(need(1), Set.of());
      choice.ifPresent(
          c -> c.stages().forEach(s -> assertEquals(s.layers(), served.get(s.node()).layers())));
      var complete =
          served.values().stream().map(RoutableSlice::layers).anyMatch(ALL::equals)
              || served.values().stream().map(RoutableSlice::layers).distinct().count() == 2;
      assertEquals(complete, choice.isPresent(), "seed " + seed);
    }
  }

  @Test
  void a_busy_node_is_passed_over_for_a_slower_idle_one() {
    var router = new Router(4, FASTEST_ONLY, DELAYS, region -> 0.5);
    router.put(node(1), new RoutableSlice(ALL, "", 1_000, 3, new StageSpeed(0.010, 0), 0));
    router.put(node(2), new RoutableSlice(ALL, "", 1_000, 0, new StageSpeed(0.024, 0), 0));
    assertEquals(List.of(node(2)), nodes(router.choose(need(1), Set.of())));
  }

  @Test
  void sessions_planned_since_a_node_spoke_count_as_running() {
    var router = new Router(4, FASTEST_ONLY, DELAYS, region -> 0.5);
    router.put(node(1), slice(ALL, "", 0.010));
    router.put(node(2), slice(ALL, "", 0.011));
    assertEquals(List.of(node(1)), List.of(plan(router).stages().get(0).node()));
    assertEquals(List.of(node(2)), List.of(plan(router).stages().get(0).node()));
  }

  @Test
  void a_long_prompt_goes_to_the_node_that_prefills_faster() {
    var router = new Router(4, FASTEST_ONLY, DELAYS, region -> 0.5);
    router.put(node(1), new RoutableSlice(ALL, "", 1_000, 0, new StageSpeed(0.010, 0.004), 0));
    router.put(node(2), new RoutableSlice(ALL, "", 1_000, 0, new StageSpeed(0.012, 0.001), 0));
    assertEquals(List.of(node(1)), nodes(router.choose(need(2), Set.of())));
    assertEquals(List.of(node(2)), nodes(router.choose(need(20), Set.of())));
  }

  @Test
  void a_node_that_has_the_prompt_cached_is_preferred() {
    var router = new Router(4, FASTEST_ONLY, DELAYS, region -> 0.5);
    router.put(node(1), new RoutableSlice(ALL, "", 1_000, 0, new StageSpeed(0.010, 0.004), 0));
    router.put(node(2), new RoutableSlice(ALL, "", 1_000, 0, new StageSpeed(0.012, 0.004), 0));
    var cached = new SessionNeed("m", 20, 10, Set.of(), Map.of(node(2), 16));
    assertEquals(List.of(node(2)), nodes(router.choose(cached, Set.of())));
  }

  @Test
  void avoided_banned_and_full_nodes_do_not_serve() {
    var router = new Router(4, FASTEST_ONLY, DELAYS, region -> 0.5);
    router.put(node(1), slice(ALL, "", 0.010));
    router.put(node(2), slice(ALL, "", 0.020));
    assertEquals(List.of(node(2)), nodes(router.choose(need(1, node(1)), Set.of())));
    assertEquals(List.of(node(2)), nodes(router.choose(need(1), Set.of(node(1)))));
    assertEquals(Optional.empty(), router.choose(need(1, node(1)), Set.of(node(2))));
    assertEquals(Optional.empty(), router.choose(need(992), Set.of()));
    assertEquals(List.of(node(1)), nodes(router.choose(need(991), Set.of())));
  }

  @Test
  void of_equally_fast_pipelines_the_one_on_the_cleanest_grid_is_taken() {
    var score = Map.of("FR", 0.9, "PL", 0.2);
    var settings = new RoutingSettings(0, 0, 0.05, 0.5);
    var router = new Router(4, settings, DELAYS, score::get);
    router.put(node(1), slice(ALL, "PL", 0.100));
    router.put(node(2), slice(ALL, "FR", 0.104));
    var choice = router.choose(need(1), Set.of()).orElseThrow();
    assertEquals(node(2), choice.stages().get(0).node());
    assertEquals(Because.GRID, choice.because());
    assertEquals(0.9, choice.gridScore(), 1e-12);
  }

  @Test
  void a_clean_grid_never_makes_an_answer_more_than_five_hundredths_slower() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var regions = List.of("DE", "FR", "PL", "NO");
    for (var round = 0; round < 500; round++) {
      Map<String, Double> score = new HashMap<>();
      regions.forEach(region -> score.put(region, random.nextDouble()));
      var router = new Router(4, new RoutingSettings(0, 0, 0.05, 0.5), DELAYS, score::get);
      for (var index = 0; index < 12; index++) {
        var range = List.of(FRONT, BACK, ALL).get(index % 3);
        router.put(
            node(index),
            slice(range, regions.get(random.nextInt(4)), 0.1 + 0.02 * random.nextDouble()));
      }
      var choice = router.choose(need(1), Set.of()).orElseThrow();
      assertTrue(
          choice.secondsPerToken() <= 1.05 * choice.fastestSecondsPerToken() + 1e-12,
          "seed " + seed);
    }
  }

  @Test
  void every_node_gets_a_tenth_of_its_fair_share_though_its_grid_is_never_the_best() {
    var settings = new RoutingSettings(0.1, 0.25, 0.05, 0);
    var router = new Router(4, settings, DELAYS, region -> region.equals("FR") ? 0.9 : 0.1);
    router.put(node(1), slice(ALL, "FR", 0.100));
    router.put(node(2), slice(ALL, "PL", 0.100));
    var served = new HashMap<NodeId, Integer>();
    for (var session = 0; session < 1_000; session++) {
      router.put(node(1), slice(ALL, "FR", 0.100));
      router.put(node(2), slice(ALL, "PL", 0.100));
      served.merge(plan(router).stages().get(0).node(), 1, Integer::sum);
    }
    assertEquals(50, served.get(node(2)), 1);
  }

  @Test
  void the_minimum_share_never_makes_an_answer_more_than_a_quarter_slower() {
    var router = new Router(4, new RoutingSettings(0.1, 0.25, 0.05, 0), DELAYS, region -> 0.5);
    for (var session = 0; session < 500; session++) {
      router.put(node(1), slice(ALL, "", 0.100));
      router.put(node(2), slice(ALL, "", 0.130));
      assertEquals(node(1), plan(router).stages().get(0).node());
    }
  }

  @Test
  void a_failed_node_is_left_out_twice_as_long_each_time() {
    var bans = new Bans(15_000, 600_000);
    bans.failed(node(1), 0);
    assertEquals(15_000, bans.until(node(1), 14_999).orElseThrow());
    assertTrue(bans.until(node(1), 15_000).isEmpty());
    bans.failed(node(1), 20_000);
    bans.failed(node(1), 21_000);
    assertEquals(50_000, bans.until(node(1), 21_000).orElseThrow());
    for (var time = 1_000_000L; time < 20_000_000; time += 1_000_000) {
      bans.failed(node(1), time);
      assertTrue(bans.until(node(1), time).orElseThrow() <= time + 600_000);
    }
  }

  @Test
  void a_session_served_to_its_end_makes_a_node_as_good_as_new() {
    var bans = new Bans(15_000, 600_000);
    bans.failed(node(1), 0);
    bans.succeeded(node(1), 16_000);
    bans.failed(node(1), 20_000);
    assertEquals(35_000, bans.until(node(1), 20_000).orElseThrow());
  }

  @Test
  void farther_regions_are_slower_and_unknown_ones_slower_than_a_neighbour() {
    var delays = new RoundTrips(0.001);
    assertEquals(0.001, delays.seconds("DE", "DE"));
    assertTrue(delays.seconds("DE", "NL") < delays.seconds("DE", "TR"));
    assertTrue(delays.seconds("DE", "TR") < delays.seconds("DE", "US-CA"));
    assertEquals(delays.seconds("US-CA", "DE"), delays.seconds("DE", "US-CA"));
    assertEquals(0.15, delays.seconds("DE", "XX"));
  }
}
