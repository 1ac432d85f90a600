package coop.imece.scheduler;

import static coop.imece.scheduler.Population.forced;
import static coop.imece.scheduler.Population.fresh;
import static coop.imece.scheduler.Population.holding;
import static coop.imece.scheduler.Population.model;
import static coop.imece.scheduler.Population.node;
import static coop.imece.scheduler.Population.withSlice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.scheduler.RouteDecision.NoRoute;
import coop.imece.scheduler.RouteDecision.Route;
import coop.imece.scheduler.routing.Choice;
import coop.imece.scheduler.routing.NodeVerdict;
import coop.imece.scheduler.routing.SessionNeed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CooperativeTest {
  private static final ServedModel MODEL = model(4);
  private static final LayerRange FRONT = new LayerRange(0, 2);
  private static final LayerRange BACK = new LayerRange(2, 4);
  private static final NodeAdvertisement A = fresh(1, MODEL, 1_000);
  private static final NodeAdvertisement B = fresh(2, MODEL, 1_000);

  private final Cooperative cooperative =
      new Cooperative(Population.settings(2), region -> 0.5, 100);

  private void bothServe(int freePositions) {
    cooperative.advertised(A, 0);
    cooperative.advertised(B, 0);
    assign(0);
    cooperative.advertised(holding(A, FRONT, SliceState.READY, freePositions), 1);
    cooperative.advertised(holding(B, BACK, SliceState.READY, freePositions), 1);
  }

  private static SessionNeed need(int promptTokens, int maxTokens, NodeId... avoid) {
    return new SessionNeed("m", promptTokens, maxTokens, Set.of(avoid), Map.of());
  }

  private RouteDecision plan(SessionNeed need) {
    return cooperative.plan(need, 0);
  }

  /** What is due at once and with time. */
  private List<Assignment> assign(long nowMillis) {
    return Stream.of(cooperative.place(nowMillis), cooperative.repair(nowMillis))
        .flatMap(List::stream)
        .toList();
  }

  private void assertNoRoute(
      NoPipelineReason reason, String text, List<LayerRange> missing, SessionNeed need) {
    assertEquals(new NoRoute(reason, text, missing), plan(need));
  }

  @Test
  void two_nodes_of_a_two_stage_cooperative_are_told_to_serve_a_half_each() {
    cooperative.advertised(A, 0);
    assertEquals(List.of(new Assignment(node(1), "m", FRONT, 100, false)), assign(0));
    cooperative.advertised(B, 1_000);
    assertEquals(List.of(new Assignment(node(2), "m", BACK, 101, false)), assign(1_000));
  }

  @Test
  void a_session_is_planned_over_both_halves_once_they_are_ready() {
    bothServe(64);
    var route = assertInstanceOf(Route.class, plan(need(5, 5)));
    assertEquals(
        List.of(node(1), node(2)),
        route.choice().stages().stream().map(Choice.Stage::node).toList());
  }

  @Test
  void each_state_change_is_one_line() {
    assertEquals("[node %s joined]".formatted(node(1)), cooperative.advertised(A, 0).toString());
    assign(0);
    assertEquals(
        "[node %s: layers 0..1 of m are READY]".formatted(node(1)),
        cooperative.advertised(holding(A, FRONT, SliceState.READY, 9), 1).toString());
    assertEquals(
        "[]", cooperative.advertised(holding(A, FRONT, SliceState.READY, 8), 2).toString());
    assertEquals(
        ("[node %s joined, node %s: layers 2..3 of m are READY,"
                + " the pipeline of m is complete]")
            .formatted(node(2), node(2)),
        cooperative.advertised(holding(B, BACK, SliceState.READY, 9), 3).toString());
    assertEquals(
        "[node %s left: its actor stopped, the pipeline of m is not complete]".formatted(node(2)),
        cooperative.left(node(2), "its actor stopped").toString());
  }

  @Test
  void a_new_scheduler_leaves_every_node_what_it_holds() {
    cooperative.advertised(holding(B, BACK, SliceState.READY, 9), 0);
    cooperative.advertised(holding(A, FRONT, SliceState.READY, 9), 0);
    assertEquals(List.of(), assign(0));
    assertInstanceOf(Route.class, plan(need(2, 2)));
  }

  @Test
  void a_paused_node_serves_no_new_session_and_serves_again_when_it_resumes() {
    bothServe(64);
    var changes = cooperative.advertised(holding(A, FRONT, SliceState.PAUSED, 64), 2);
    assertEquals(
        "[node %s: layers 0..1 of m are PAUSED, the pipeline of m is not complete]"
            .formatted(node(1)),
        changes.toString());
    assertInstanceOf(NoRoute.class, plan(need(2, 2)));
    assertEquals(Optional.of(SliceState.PAUSED), cooperative.status().nodes().get(0).state());
    assertEquals(
        "PAUSED its owner paused it", verdict(cooperative.explain(need(2, 2), 2).nodes().get(0)));
    cooperative.advertised(holding(A, FRONT, SliceState.DRAINING, 64), 3);
    assertEquals(
        "LEAVING it finishes its sessions and leaves",
        verdict(cooperative.explain(need(2, 2), 3).nodes().get(0)));
    cooperative.advertised(holding(A, FRONT, SliceState.READY, 64), 4);
    assertInstanceOf(Route.class, plan(need(2, 2)));
    assertEquals(List.of(), assign(4));
  }

  private static String verdict(NodeVerdict verdict) {
    return verdict.verdict() + " " + verdict.text();
  }

  @Test
  void others_move_for_a_paused_node_only_when_its_sessions_have_ended() {
    bothServe(64);
    cooperative.advertised(running(1), 10);
    assertEquals(List.of(), assign(10));
    assertEquals(List.of(), assign(100_000));
    cooperative.advertised(running(0), 100_001);
    assertEquals(List.of(), assign(100_001));
    assertEquals(
        List.of(new Assignment(node(2), "m", MODEL.allLayers(), 102, false)), assign(140_001));
  }

  private static NodeAdvertisement running(int sessions) {
    return withSlice(
        A, new HeldSlice("m", FRONT, SliceState.PAUSED, 64, sessions, Optional.empty()));
  }

  @Test
  void a_silent_node_is_forgotten_after_seven_seconds_and_not_before() {
    bothServe(64);
    assertEquals(List.of(), cooperative.expire(7_001));
    assertEquals(
        ("[node %s left: silent for 7 s, the pipeline of m is not complete,"
                + " node %s left: silent for 7 s]")
            .formatted(node(1), node(2)),
        cooperative.expire(7_002).toString());
  }

  @Test
  void a_command_without_effect_is_sent_again() {
    cooperative.advertised(A, 0);
    assign(0);
    assertEquals(List.of(), assign(4_999));
    assertEquals(List.of(new Assignment(node(1), "m", FRONT, 101, true)), assign(5_000));
    cooperative.advertised(holding(A, FRONT, SliceState.LOADING, 0), 6_000);
    assertEquals(List.of(), assign(10_000));
  }

  @Test
  void the_survivor_takes_the_whole_model_when_the_other_half_stays_away() {
    bothServe(64);
    cooperative.left(node(2), "its actor stopped");
    assertEquals(List.of(), assign(1_000));
    assertEquals(List.of(), assign(30_999));
    assertEquals(
        List.of(new Assignment(node(1), "m", MODEL.allLayers(), 102, false)), assign(31_000));
  }

  @Test
  void a_node_that_comes_back_in_time_takes_its_part_again() {
    bothServe(64);
    cooperative.left(node(2), "its actor stopped");
    assign(1_000);
    cooperative.advertised(B, 9_000);
    assertEquals(List.of(new Assignment(node(2), "m", BACK, 102, false)), assign(9_000));
  }

  @Test
  void a_node_whose_slice_failed_is_not_counted_on() {
    bothServe(64);
    cooperative.advertised(holding(B, BACK, SliceState.FAILED, 0), 2);
    assign(2);
    assertEquals(
        List.of(new Assignment(node(1), "m", MODEL.allLayers(), 102, false)), assign(30_002));
  }

  @Test
  void forced_layers_are_what_a_node_is_told() {
    cooperative.advertised(forced(3, MODEL, new LayerRange(1, 3)), 0);
    assertEquals(
        List.of(new Assignment(node(3), "m", new LayerRange(1, 3), 100, false)), assign(0));
  }

  @Test
  void positions_planned_since_a_node_spoke_are_not_given_twice() {
    bothServe(20);
    assertInstanceOf(Route.class, plan(need(10, 5)));
    assertNoRoute(
        NoPipelineReason.KV_CACHE_FULL,
        "no pipeline of m has 14 free positions in its KV caches",
        List.of(),
        need(10, 5));
    cooperative.advertised(holding(A, FRONT, SliceState.READY, 20), 2);
    cooperative.advertised(holding(B, BACK, SliceState.READY, 20), 2);
    assertInstanceOf(Route.class, plan(need(10, 5)));
  }

  @Test
  void every_reason_for_no_pipeline_says_what_is_wrong() {
    assertNoRoute(
        NoPipelineReason.MODEL_UNKNOWN, "no node offers the model 'm'", List.of(), need(1, 1));
    cooperative.advertised(holding(A, FRONT, SliceState.READY, 20), 0);
    assertNoRoute(
        NoPipelineReason.CONTEXT_EXCEEDED,
        "60 prompt tokens and 5 to sample exceed the context of 64 of m",
        List.of(),
        need(60, 5));
    assertNoRoute(
        NoPipelineReason.LAYERS_MISSING,
        "no ready node holds the layers [2..3] of m",
        List.of(BACK),
        need(60, 4));
    cooperative.advertised(holding(B, BACK, SliceState.READY, 20), 0);
    assertNoRoute(
        NoPipelineReason.NODES_AVOIDED,
        "every pipeline of m runs through one of 1 nodes to be avoided",
        List.of(),
        need(60, 4, node(2)));
  }

  @Test
  void the_status_counts_ready_nodes_per_layer() {
    cooperative.advertised(holding(A, FRONT, SliceState.READY, 20), 0);
    cooperative.advertised(holding(B, BACK, SliceState.LOADING, 0), 0);
    var status = cooperative.status().model("m").orElseThrow();
    assertEquals(List.of(1, 1, 0, 0), status.readyNodes());
    assertEquals(2, status.coveredLayers());
    assertEquals(0, status.fewestReadyNodes());
    assertEquals(false, status.complete());
    assertEquals(2, status.nodes());
  }

  @Test
  void a_node_that_failed_a_session_serves_only_where_there_is_no_other() {
    bothServe(64);
    cooperative.sessionEnded(Set.of(), Set.of(node(2)), 0);
    assertInstanceOf(Route.class, plan(need(2, 2)));
    var spare = holding(fresh(3, MODEL, 1_000), BACK, SliceState.READY, 64);
    cooperative.advertised(spare, 1);
    for (var session = 0; session < 5; session++) {
      var route = assertInstanceOf(Route.class, plan(need(2, 2)));
      assertEquals(node(3), route.choice().stages().get(1).node());
    }
  }

  /** Its stage is missing without banned nodes: of the others none needs to come back. */
  @Test
  void of_banned_nodes_as_few_come_back_as_it_takes_and_the_one_that_failed_last_comes_last() {
    bothServe(64);
    cooperative.advertised(holding(fresh(3, MODEL, 1_000), BACK, SliceState.READY, 64), 1);
    cooperative.advertised(holding(fresh(4, MODEL, 1_000), FRONT, SliceState.READY, 64), 1);
    cooperative.sessionEnded(Set.of(), Set.of(node(2)), 0);
    cooperative.sessionEnded(Set.of(), Set.of(node(4)), 1);
    cooperative.sessionEnded(Set.of(), Set.of(node(3)), 2);
    for (var session = 0; session < 5; session++) {
      var route = assertInstanceOf(Route.class, cooperative.plan(need(2, 2), 10));
      assertEquals(List.of(node(1), node(2)), route.choice().nodes());
    }
    cooperative.sessionEnded(Set.of(), Set.of(node(2)), 11);
    for (var session = 0; session < 5; session++) {
      var route = assertInstanceOf(Route.class, cooperative.plan(need(2, 2), 20));
      assertEquals(List.of(node(1), node(3)), route.choice().nodes());
    }
  }

  @Test
  void of_every_node_it_is_said_why_it_would_or_would_not_serve() {
    bothServe(64);
    cooperative.advertised(holding(fresh(3, MODEL, 1_000), BACK, SliceState.READY, 3), 1);
    cooperative.advertised(holding(fresh(4, MODEL, 1_000), BACK, SliceState.LOADING, 0), 1);
    cooperative.advertised(fresh(5, MODEL, 1), 1);
    cooperative.advertised(holding(fresh(6, MODEL, 1_000), BACK, SliceState.READY, 64), 1);
    cooperative.advertised(holding(fresh(7, MODEL, 1_000), BACK, SliceState.READY, 64), 1);
    cooperative.advertised(
        holding(fresh(8, MODEL, 1_000), new LayerRange(1, 3), SliceState.READY, 64), 1);
    cooperative.advertised(holding(fresh(9, MODEL, 1_000), BACK, SliceState.FAILED, 0), 1);
    cooperative.sessionEnded(Set.of(), Set.of(node(6)), 0);
    var explanation = cooperative.explain(need(5, 5, node(7)), 3_500);
    assertEquals(
        List.of(
            "CHOSEN it is part of the pipeline, 1.00 ms to the next stage and back",
            "CHOSEN it is part of the pipeline, 1.00 ms to the next stage and back",
            "KV_CACHE_FULL 3 positions are free in its KV caches, the session needs 9",
            "LOADING it is opening its weights",
            "NOT_SERVING not one layer of what it offers fits its 1 bytes",
            "BANNED it failed a session and is left out for 12 s more",
            "AVOIDED the request asks to avoid it",
            "DEAD_END no pipeline leads through its layers 1..2",
            "FAILED it could not open its weights"),
        explanation.nodes().stream().map(v -> v.verdict() + " " + v.text()).toList());
    assertEquals(
        "2 stages, 10.00 ms per token expected, 10.00 ms by the fastest, P_grid 0.50: FASTEST",
        explanation.summary());
    var counted = cooperative.explain(need(5, 5, node(7)), 3_500);
    assertEquals(explanation, counted);
  }

  @Test
  void a_slower_node_is_told_by_how_much() {
    bothServe(64);
    var slow = new HeldSlice("m", BACK, SliceState.READY, 64, 2, Optional.empty());
    cooperative.advertised(withSlice(fresh(3, MODEL, 1_000), slow), 1);
    var verdict = cooperative.explain(need(5, 5), 1).nodes().get(2);
    assertEquals("the best pipeline through it takes 12.00 ms per token, +20.0 %", verdict.text());
  }

  @Test
  void a_node_that_is_to_move_finishes_its_sessions_first() {
    bothServe(64);
    var spare = fresh(3, MODEL, 1_000);
    var more = fresh(4, MODEL, 1_000);
    cooperative.advertised(holding(spare, FRONT, SliceState.READY, 64), 1);
    var busy = new HeldSlice("m", FRONT, SliceState.READY, 64, 1, Optional.empty());
    cooperative.advertised(withSlice(more, busy), 1);
    cooperative.advertised(withSlice(spare, busy), 1);
    cooperative.advertised(withSlice(A, busy), 1);
    assertEquals(List.of(), assign(10));
    for (var session = 0; session < 20; session++) {
      plan(need(2, 2));
    }
    assertEquals(List.of(), assign(1_000));
    cooperative.advertised(holding(A, FRONT, SliceState.READY, 64), 2_000);
    cooperative.advertised(holding(spare, FRONT, SliceState.READY, 64), 2_000);
    cooperative.advertised(holding(more, FRONT, SliceState.READY, 64), 2_000);
    var moves = assign(2_000);
    assertEquals(List.of(BACK), moves.stream().map(Assignment::layers).toList());
    assertInstanceOf(Route.class, plan(need(2, 2)));
  }
}
