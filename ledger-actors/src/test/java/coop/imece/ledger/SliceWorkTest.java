package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.Flops;
import coop.imece.core.LayerRange;
import coop.imece.core.ModelShape;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SliceWorkTest {
  @Test
  void it_counts_what_flops_counts_also_beyond_64_bits() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 2_000; round++) {
      var shape = shape(random);
      var work = new SliceWork(shape);
      var start = random.nextInt(shape.layers());
      var slice = new LayerRange(start, start + 1 + random.nextInt(shape.layers() - start));
      var prompt = 1 + random.nextInt(1 << random.nextInt(1, 25));
      var from = random.nextInt(1 << random.nextInt(1, 25));
      var to = from + 1 + random.nextInt(1 << random.nextInt(1, 24));
      assertEquals(Flops.prompt(shape, slice, prompt), work.prompt(slice, prompt), "seed " + seed);
      assertEquals(
          Flops.output(shape, slice, prompt, to)
              .subtract(from == 0 ? BigInteger.ZERO : Flops.output(shape, slice, prompt, from)),
          work.output(slice, prompt, from, to),
          "seed " + seed);
    }
  }

  private static ModelShape shape(Random random) {
    var big = random.nextBoolean();
    var experts = random.nextInt(3);
    return new ModelShape(
        1 + random.nextInt(80),
        64 << random.nextInt(big ? 20 : 6),
        8,
        4,
        16 << random.nextInt(big ? 18 : 4),
        96 << random.nextInt(big ? 20 : 6),
        300 + random.nextInt(100_000),
        random.nextInt(3) * random.nextInt(5_000),
        experts,
        experts == 0 ? 0 : 1);
  }
}
