package coop.imece.scheduler;

import static coop.imece.scheduler.Population.member;
import static coop.imece.scheduler.Population.model;
import static coop.imece.scheduler.Population.node;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.LayerRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GapRepairTest {
  private static final LayerRange FIRST = new LayerRange(0, 2);
  private static final LayerRange SECOND = new LayerRange(2, 4);
  private static final LayerRange THIRD = new LayerRange(4, 6);

  private static Map<?, ?> moves(Member... members) {
    var load = SliceLoad.of(6, List.of(members));
    return new GapRepair(model(6), Population.RULES, new Random(1)).moves(List.of(members), load);
  }

  @Test
  void a_node_whose_layers_others_hold_too_moves_into_the_gap() {
    assertEquals(
        Map.of(node(0), THIRD),
        moves(member(0, 250, FIRST), member(1, 250, FIRST), member(2, 250, SECOND)));
  }

  @Test
  void the_neighbour_takes_the_gap_over_if_it_fits_its_memory() {
    assertEquals(
        Map.of(node(1), new LayerRange(2, 6)),
        moves(member(0, 250, FIRST), member(1, 450, SECOND)));
  }

  @Test
  void if_no_single_move_does_it_the_model_is_divided_anew() {
    assertEquals(
        Map.of(node(0), new LayerRange(0, 3), node(1), new LayerRange(3, 6)),
        moves(member(0, 350, FIRST), member(1, 350, SECOND)));
  }

  @Test
  void nothing_moves_when_memory_does_not_do() {
    assertEquals(Map.of(), moves(member(0, 250, FIRST), member(1, 250, SECOND)));
  }

  @Test
  void forced_nodes_stay_and_the_others_are_divided_around_them() {
    var forced = new Member(node(0), 0, 1, Optional.of(SECOND), Optional.of(SECOND));
    assertEquals(
        Map.of(node(1), FIRST, node(2), THIRD),
        moves(forced, member(1, 250, SECOND), member(2, 250, SECOND)));
  }
}
