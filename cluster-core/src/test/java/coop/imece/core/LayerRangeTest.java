package coop.imece.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayerRangeTest {
  @Test
  void a_head_that_weighs_nothing_leaves_even_parts() {
    for (var parts = 1; parts <= 22; parts++) {
      var even = LayerRange.split(22, parts).get(0).count();
      var balanced = LayerRange.balanced(22, parts, 0);
      assertEquals(even, balanced.stream().mapToInt(LayerRange::count).max().orElseThrow());
    }
  }

  @Test
  void the_part_with_the_head_has_fewer_layers() {
    var tinyLlama = ModelShape.dense(22, 2048, 32, 4, 64, 5632, 32_000); // head: 1.5 layers
    assertEquals(
        List.of(new LayerRange(0, 12), new LayerRange(12, 22)), Flops.balanced(tinyLlama, 2));
    var smolLm = ModelShape.dense(30, 576, 9, 3, 64, 1536, 49_152); // head: 8 layers
    assertEquals(List.of(new LayerRange(0, 19), new LayerRange(19, 30)), Flops.balanced(smolLm, 2));
    assertEquals(List.of(smolLm.allLayers()), Flops.balanced(smolLm, 1));
  }

  @Test
  void parts_follow_each_other_and_no_other_end_of_the_last_one_is_better() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 300; round++) {
      var layers = 1 + random.nextInt(60);
      var parts = 1 + random.nextInt(layers);
      var head = random.nextDouble() * 12;
      var balanced = LayerRange.balanced(layers, parts, head);
      assertEquals(parts, balanced.size());
      var start = 0;
      for (var part : balanced) {
        assertEquals(start, part.start());
        start = part.end();
      }
      assertEquals(layers, start);
      var most = most(balanced, head);
      for (var last = 1; parts > 1 && last <= layers - parts + 1; last++) {
        var others = (layers - last + parts - 2) / (parts - 1);
        assertTrue(most <= Math.max(others, last + head), "seed " + seed);
      }
    }
  }

  private static double most(List<LayerRange> parts, double head) {
    var longest = parts.stream().mapToInt(LayerRange::count).max().orElseThrow();
    return Math.max(longest, parts.get(parts.size() - 1).count() + head);
  }
}
