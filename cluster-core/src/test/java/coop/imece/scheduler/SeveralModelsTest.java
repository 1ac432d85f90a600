package coop.imece.scheduler;

import static coop.imece.scheduler.Population.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.scheduler.RouteDecision.Route;
import coop.imece.scheduler.routing.SessionNeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One cooperative, several models: which one a node is given. */
class SeveralModelsTest {
  private static final long MINUTE = 60_000;

  private final Cooperative cooperative =
      new Cooperative(Population.settings(1), region -> 0.5, 100);
  private final Map<NodeId, Assignment> serving = new HashMap<>();

  private static ServedModel model(String id, int layers) {
    return new ServedModel(id, Precision.BF16, layers, 90, 0, 0, 1, 10_000);
  }

  private static NodeAdvertisement says(
      int index, List<ServedModel> models, long memory, Optional<HeldSlice> slice) {
    return new NodeAdvertisement(
        node(index),
        models,
        memory,
        Optional.empty(),
        slice,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Sightings.NONE,
        Instant.EPOCH);
  }

  /** A node that does what it is told, at 10 ms a layer. */
  private void join(int index, List<ServedModel> models, long memory, long nowMillis) {
    cooperative.advertised(says(index, models, memory, Optional.empty()), nowMillis);
    obey(models, memory, cooperative.place(nowMillis), nowMillis);
  }

  private void obey(List<ServedModel> models, long memory, List<Assignment> told, long nowMillis) {
    for (var due : told) {
      serving.put(due.node(), due);
      var index = Integer.parseInt(due.node().value().substring(2), 16);
      cooperative.advertised(says(index, models, memory, Optional.of(held(due))), nowMillis);
    }
  }

  private static HeldSlice held(Assignment due) {
    var speed = new StageSpeed(0.01 * due.layers().count(), 0.001);
    return new HeldSlice(due.model(), due.layers(), SliceState.READY, 5_000, 0, Optional.of(speed));
  }

  private void ask(String model, int sessions, long nowMillis) {
    for (var i = 0; i < sessions; i++) {
      cooperative.plan(new SessionNeed(model, 1, 10, Set.of(), Map.of()), nowMillis);
    }
  }

  private String modelOf(int index) {
    return serving.get(node(index)).model();
  }

  private long nodesOf(String model) {
    return serving.values().stream().filter(told -> told.model().equals(model)).count();
  }

  @Test
  void nodes_that_hold_a_whole_model_cover_every_model_before_any_is_given_a_second() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var models = IntStream.range(0, 6).mapToObj(i -> model("m" + i, 1 + i)).toList();
    for (var index = 0; index < models.size(); index++) {
      join(index, models, 10_000, 0);
      ask("m" + random.nextInt(6), random.nextInt(50), 0);
    }
    for (var model : models) {
      assertEquals(1, nodesOf(model.id()), "seed " + seed);
      var need = new SessionNeed(model.id(), 1, 1, Set.of(), Map.of());
      assertTrue(cooperative.plan(need, 0) instanceof Route, "seed " + seed);
    }
  }

  @Test
  void a_pipeline_that_was_begun_is_finished_before_another_is_begun() {
    var models = List.of(model("a", 4), model("b", 4));
    join(1, models, 200, 0);
    assertEquals(new LayerRange(0, 2), serving.get(node(1)).layers());
    ask("b", 100, 0);
    join(2, models, 200, 0);
    assertEquals("a", modelOf(2));
    join(3, models, 200, 0);
    join(4, models, 200, 0);
    assertEquals(2, nodesOf("b"));
  }

  @Test
  void a_node_that_completes_a_model_alone_does_so_whatever_was_begun() {
    var models = List.of(model("large", 40), model("small", 2));
    join(1, models, 200, 0);
    assertEquals("small", modelOf(1), "it could only begin the large one");
    join(2, models, 200, 0);
    assertEquals("large", modelOf(2));
  }

  @Test
  void capacity_follows_demand_as_nearly_as_whole_nodes_can() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var models = List.of(model("a", 2), model("b", 2), model("c", 2));
    var demand = Map.of("a", 10 + random.nextInt(200), "b", 10 + random.nextInt(200), "c", 30);
    for (var index = 0; index < 40; index++) {
      join(index, models, 200, 0);
      if (index == 2) {
        demand.forEach((id, sessions) -> ask(id, sessions, 0));
      }
    }
    for (var scarce : models) {
      for (var rich : models) {
        if (nodesOf(rich.id()) > 1) {
          assertTrue(
              (double) demand.get(scarce.id()) / nodesOf(scarce.id())
                  <= demand.get(rich.id()) / (nodesOf(rich.id()) - 1.0) + 1e-9,
              "a node of %s would have served %s better, seed %d"
                  .formatted(rich.id(), scarce.id(), seed));
        }
      }
    }
  }

  @Test
  void what_was_asked_long_ago_counts_no_more() {
    var models = List.of(model("a", 2), model("b", 2));
    join(1, models, 200, 0);
    join(2, models, 200, 0);
    ask("b", 1_000, 0);
    ask("a", 1, 200 * MINUTE);
    join(3, models, 200, 200 * MINUTE);
    assertEquals("a", modelOf(3));
  }

  @Test
  void without_any_demand_the_node_serves_what_it_would_rather() {
    var a = model("a", 2);
    var b = model("b", 2);
    join(1, List.of(a, b), 200, 0);
    join(2, List.of(a, b), 200, 0);
    join(3, List.of(b, a), 200, 0);
    assertEquals("b", modelOf(3));
  }

  @Test
  void a_model_that_lost_its_only_node_is_given_one_that_another_can_spare() {
    var models = List.of(model("a", 2), model("b", 2));
    for (var index = 1; index <= 3; index++) {
      join(index, models, 200, 0);
    }
    assertEquals(List.of("a", "b", "a"), Stream.of(1, 2, 3).map(this::modelOf).toList());
    cooperative.left(node(2), "its actor stopped");
    serving.remove(node(2));
    assertEquals(List.of(), cooperative.repair(0));
    var moves = new ArrayList<Assignment>();
    for (var at = 1_000L; at <= 60_000; at += 1_000) {
      for (var index : List.of(1, 3)) {
        var told = serving.get(node(index));
        cooperative.advertised(says(index, models, 200, Optional.of(held(told))), at);
      }
      var due = cooperative.repair(at);
      moves.addAll(due);
      obey(models, 200, due, at);
    }
    assertEquals(1, moves.size(), "one moves, and the other stays: " + moves);
    assertEquals("b", moves.get(0).model());
    assertEquals(1, nodesOf("a"));
  }

  @Test
  void a_model_that_can_spare_nobody_keeps_its_nodes() {
    var models = List.of(model("a", 2), model("b", 2));
    join(1, models, 200, 0);
    for (var at = 0L; at <= 60_000; at += 1_000) {
      var told = serving.get(node(1));
      cooperative.advertised(says(1, models, 200, Optional.of(held(told))), at);
      assertEquals(List.of(), cooperative.repair(at));
    }
  }
}
