package coop.imece.scheduler.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import coop.imece.core.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeerDrawTest {
  private final PeerDraw draw = new PeerDraw(new SplittableRandom(1));

  private static NodeId node(int index) {
    return new NodeId("n_%032x".formatted(index));
  }

  @Test
  void a_node_draws_four_others_and_others_again_after_five_minutes() {
    for (var index = 0; index < 50; index++) {
      draw.reachable(node(index), true);
    }
    var first = draw.due(node(7), 0).orElseThrow();
    assertEquals(4, new HashSet<>(first).size());
    assertFalse(first.contains(node(7)));
    assertEquals(Optional.empty(), draw.due(node(7), 299_999));
    assertEquals(4, draw.due(node(7), 300_000).orElseThrow().size());
  }

  @Test
  void with_few_others_it_draws_them_all_and_again_when_there_are_more() {
    draw.reachable(node(0), true);
    assertEquals(Optional.empty(), draw.due(node(0), 0));
    draw.reachable(node(1), true);
    assertEquals(1, draw.due(node(0), 0).orElseThrow().size());
    assertEquals(Optional.empty(), draw.due(node(0), 0));
    draw.reachable(node(2), true);
    assertEquals(2, draw.due(node(0), 0).orElseThrow().size());
  }

  @Test
  void who_is_gone_is_not_drawn_and_draws_nothing() {
    for (var index = 0; index < 5; index++) {
      draw.reachable(node(index), true);
    }
    draw.reachable(node(1), false);
    draw.reachable(node(1), false);
    draw.reachable(node(4), false);
    assertEquals(Optional.empty(), draw.due(node(1), 0));
    assertEquals(
        new HashSet<>(List.of(node(2), node(3))),
        new HashSet<>(draw.due(node(0), 0).orElseThrow()));
  }
}
