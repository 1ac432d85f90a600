package coop.imece.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlopsTest {
  private static final ModelShape LLAMA_8B = ModelShape.dense(32, 4096, 32, 8, 128, 14336, 128256);
  private static final ModelShape TINY_LLAMA = ModelShape.dense(22, 2048, 32, 4, 64, 5632, 32000);

  @Test
  void a_layer_costs_what_the_contract_says() {
    assertEquals(new BigInteger("436207616"), Flops.layer(LLAMA_8B));
    var mixtral = new ModelShape(32, 4096, 32, 8, 128, 14336, 32000, 0, 8, 2);
    assertEquals(new BigInteger("788594688"), Flops.layer(mixtral));
  }

  @Test
  void output_work_matches_the_published_vectors() {
    assertEquals(
        new BigInteger("301334528000"), Flops.output(LLAMA_8B, LLAMA_8B.allLayers(), 100, 20));
    assertEquals(
        new BigInteger("140160532480"), Flops.output(LLAMA_8B, new LayerRange(0, 16), 100, 20));
    assertEquals(
        new BigInteger("41771499520"), Flops.output(TINY_LLAMA, TINY_LLAMA.allLayers(), 100, 20));
  }

  @Test
  void prompt_work_matches_the_published_vector() {
    assertEquals(
        new BigInteger("192731185152"), Flops.prompt(TINY_LLAMA, TINY_LLAMA.allLayers(), 100));
  }

  @Test
  void slices_together_cost_what_the_whole_model_costs() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 200; round++) {
      var shape =
          new ModelShape(
              1 + random.nextInt(40), 64, 8, 4, 16, 96, 300, random.nextInt(3) * 40, 0, 0);
      var prompt = 1 + random.nextInt(200);
      var output = random.nextInt(100);
      var sum =
          LayerRange.split(shape.layers(), 1 + random.nextInt(shape.layers())).stream()
              .map(slice -> Flops.output(shape, slice, prompt, output))
              .reduce(BigInteger.ZERO, BigInteger::add);
      assertEquals(Flops.output(shape, shape.allLayers(), prompt, output), sum, "seed " + seed);
    }
  }

  @Test
  void a_prompt_costs_the_same_however_prefill_is_chunked() {
    var shape = new ModelShape(6, 64, 8, 4, 16, 96, 300, 40, 0, 0);
    var whole = Flops.positions(shape, shape.allLayers(), 0, 200);
    for (var cut = 1; cut < 200; cut++) {
      var parts =
          Flops.positions(shape, shape.allLayers(), 0, cut)
              .add(Flops.positions(shape, shape.allLayers(), cut, 200));
      assertEquals(whole, parts, "cut at " + cut);
    }
  }
}
