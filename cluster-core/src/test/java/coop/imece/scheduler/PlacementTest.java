package coop.imece.scheduler;

import static coop.imece.scheduler.Population.member;
import static coop.imece.scheduler.Population.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final long PLENTY = 1_000_000;

  /** Lets nodes with these memories join one after the other. */
  private static List<LayerRange> joinInTurn(int layers, int minStages, long... memories) {
    var placement = new Placement(model(layers), new PlacementRules(minStages, 10));
    var members = new ArrayList<Member>();
    for (var memory : memories) {
      var joining = member(members.size(), memory, null);
      var slice = placement.choose(joining, SliceLoad.of(layers, members));
      members.add(member(members.size(), memory, slice.orElse(null)));
    }
    return members.stream().flatMap(m -> m.slice().stream()).toList();
  }

  private static List<LayerRange> ranges(String... inclusive) {
    return List.of(inclusive).stream().map(LayerRange::parseInclusive).toList();
  }

  @Test
  void the_first_node_takes_the_whole_model_if_it_fits() {
    assertEquals(ranges("0..11"), joinInTurn(12, 1, PLENTY));
  }

  @Test
  void two_nodes_of_a_two_stage_cooperative_take_a_half_each() {
    assertEquals(ranges("0..5", "6..11"), joinInTurn(12, 2, PLENTY, PLENTY));
  }

  @Test
  void a_layer_is_never_left_out_when_layers_do_not_divide_evenly() {
    assertEquals(ranges("0..2", "3..4"), joinInTurn(5, 2, PLENTY, PLENTY));
    assertEquals(ranges("0..2", "3..4", "5..6"), joinInTurn(7, 3, PLENTY, PLENTY, PLENTY));
  }

  @Test
  void a_node_takes_no_more_layers_than_fit_its_memory() {
    assertEquals(ranges("0..2", "3..5", "6..7"), joinInTurn(8, 1, 350, 350, PLENTY));
  }

  @Test
  void a_node_in_which_no_layer_fits_takes_none() {
    assertEquals(List.of(), joinInTurn(8, 1, 99));
  }

  @Test
  void the_embedding_goes_to_a_node_in_which_it_fits() {
    assertEquals(ranges("1..1", "0..0"), joinInTurn(3, 3, 100, 150));
  }

  @Test
  void when_all_layers_are_held_the_weakest_are_strengthened() {
    var placement = new Placement(model(6), Population.RULES);
    var members =
        List.of(
            member(0, 350, LayerRange.parseInclusive("0..2")),
            member(1, 350, LayerRange.parseInclusive("3..5")),
            member(2, 350, LayerRange.parseInclusive("3..5")));
    assertEquals(
        Optional.of(LayerRange.parseInclusive("0..2")),
        placement.choose(member(3, 350, null), SliceLoad.of(6, members)));
  }

  @Test
  void a_slice_begins_and_ends_where_others_do() {
    var placement = new Placement(model(6), Population.RULES);
    var members =
        List.of(
            member(0, PLENTY, LayerRange.parseInclusive("0..1")),
            member(1, PLENTY, LayerRange.parseInclusive("2..5")));
    assertEquals(
        Optional.of(LayerRange.parseInclusive("0..1")),
        placement.choose(member(2, 350, null), SliceLoad.of(6, members)));
  }

  @Test
  void forced_layers_are_taken_whatever_is_missing() {
    var forced = Optional.of(new LayerRange(2, 3));
    var joining = new Member(Population.node(0), 0, 1, forced, Optional.empty());
    assertEquals(
        forced, new Placement(model(6), Population.RULES).choose(joining, new SliceLoad(6)));
  }

  @Test
  void nodes_with_memory_for_the_model_together_complete_it_in_whatever_order_they_join() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 500; round++) {
      var layers = 1 + random.nextInt(20);
      var rules = new PlacementRules(1 + random.nextInt(4), 10);
      var placement = new Placement(model(layers), rules);
      var members = new ArrayList<Member>();
      var least = 0L;
      while (least < layers) {
        var memory = 200L + random.nextInt(1_500);
        least += (memory - 100) / 100;
        var joining = member(members.size(), memory, null);
        var slice = placement.choose(joining, SliceLoad.of(layers, members)).orElseThrow();
        assertTrue(model(layers).bytes(slice, 10) <= memory, "seed " + seed);
        members.add(member(members.size(), memory, slice));
      }
      var moved =
          new GapRepair(model(layers), rules, random).moves(members, SliceLoad.of(layers, members));
      var slices =
          members.stream().map(m -> moved.getOrDefault(m.node(), m.slice().orElseThrow())).toList();
      var already = Chain.of(layers, members.stream().map(m -> m.slice().orElseThrow()).toList());
      assertTrue(
          already.complete() || Chain.of(layers, slices).complete(),
          "seed %d: %s of %d layers".formatted(seed, slices, layers));
    }
  }
}
