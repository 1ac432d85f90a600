package coop.imece.scheduler;

import static coop.imece.scheduler.Population.model;
import static coop.imece.scheduler.Population.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.scheduler.Rebalancer.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RebalancerTest {
  private static final LayerRange FRONT = new LayerRange(0, 2);
  private static final LayerRange BACK = new LayerRange(2, 4);

  private static Member member(int index, double speed, LayerRange slice) {
    return new Member(node(index), 260, speed, Optional.empty(), Optional.of(slice));
  }

  private static Optional<Move> propose(int minStages, List<Member> members) {
    var rules = new PlacementRules(minStages, 10);
    return new Rebalancer(rules, 0.25, new Random(1))
        .propose(model(4), members, SliceLoad.of(4, members));
  }

  @Test
  void a_node_moves_to_the_layers_that_are_weakest() {
    var members = List.of(member(1, 9, FRONT), member(2, 10, FRONT), member(3, 10, BACK));
    assertEquals(Optional.empty(), propose(2, members));
    var fourth = new ArrayList<>(members);
    fourth.add(member(4, 10, FRONT));
    var move = propose(2, fourth).orElseThrow();
    assertEquals(BACK, move.slice());
  }

  @Test
  void a_gain_of_less_than_a_quarter_moves_nobody() {
    assertEquals(Optional.empty(), propose(2, List.of(member(1, 10, FRONT), member(2, 12, BACK))));
  }

  @Test
  void the_last_pipeline_is_never_broken_and_a_move_never_makes_it_slower() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 60; round++) {
      var layers = 2 + random.nextInt(4);
      var members = new ArrayList<Member>();
      var placement = new Placement(model(layers), Population.RULES);
      for (var index = 0; index < 2 + random.nextInt(40); index++) {
        var joining =
            new Member(
                node(index),
                200 + random.nextInt(400),
                1 + random.nextInt(20),
                Optional.empty(),
                Optional.empty());
        var slice = placement.choose(joining, SliceLoad.of(layers, members));
        members.add(with(joining, slice));
      }
      for (var moves = 0; moves < 5; moves++) {
        var load = SliceLoad.of(layers, members);
        var before = passes(layers, members);
        var proposed =
            new Rebalancer(Population.RULES, 0.25, random).propose(model(layers), members, load);
        if (proposed.isEmpty()) {
          break;
        }
        var move = proposed.get();
        var others = members.stream().filter(m -> !m.node().equals(move.node())).toList();
        assertTrue(SliceLoad.of(layers, others).chain().complete(), "seed " + seed);
        members.replaceAll(
            m -> m.node().equals(move.node()) ? with(m, Optional.of(move.slice())) : m);
        var after = SliceLoad.of(layers, members);
        assertTrue(after.chain().complete(), "seed " + seed);
        assertTrue(passes(layers, members) >= before - 1e-9, "seed " + seed);
      }
    }
  }

  private static double passes(int layers, List<Member> members) {
    if (members.size() > PlacementSearch.MOST_MEMBERS_SEARCHED) {
      return SliceLoad.of(layers, members).throughput().weakest();
    }
    var slices = new HashMap<Member, LayerRange>();
    members.forEach(m -> m.slice().ifPresent(slice -> slices.put(m, slice)));
    return Division.of(layers, slices).throughput();
  }

  private static Member with(Member member, Optional<LayerRange> slice) {
    return new Member(
        member.node(), member.memoryBytes(), member.layersPerSecond(), member.forced(), slice);
  }
}
