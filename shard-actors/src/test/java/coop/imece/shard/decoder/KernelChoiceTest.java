package coop.imece.shard.decoder;

import static coop.imece.shard.decoder.Products.BF16;
import static coop.imece.shard.decoder.Products.PLAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.shard.decoder.KernelChoice.Timed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  private static final long LARGE = 2_048 * 2_048;

  @Test
  void a_kind_that_is_clearly_faster_replaces_the_first() {
    assertEquals(PLAIN, choice(LARGE, 100, 74));
  }

  @Test
  void noise_does_not_change_the_choice() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 1_000; round++) {
      var first = 100 * (1 + 0.15 * random.nextDouble());
      var second = 100 * (1 - 0.13 * random.nextDouble());
      assertEquals(BF16, choice(LARGE, first, second), "seed " + seed);
    }
  }

  @Test
  void on_small_matrices_the_first_exact_kind_is_kept_however_fast_another_seems() {
    assertEquals(BF16, choice(64 * 2_048, 10, 1));
    assertEquals(PLAIN, KernelChoice.of(List.of(new Timed(PLAIN, 64 * 2_048, 10))));
  }

  private static Products choice(long weights, double first, double second) {
    return KernelChoice.of(
        List.of(new Timed(BF16, weights, first), new Timed(PLAIN, weights, second)));
  }
}
