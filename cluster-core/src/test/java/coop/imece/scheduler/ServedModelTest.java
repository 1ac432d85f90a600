package coop.imece.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServedModelTest {

  @Test
  void the_first_slice_also_holds_the_embedding_and_the_last_the_head() {
    var model = Population.model(4);
    assertEquals(150, model.bytes(new LayerRange(0, 1), 10));
    assertEquals(100, model.bytes(new LayerRange(1, 2), 10));
    assertEquals(150, model.bytes(new LayerRange(3, 4), 10));
    assertEquals(500, model.bytes(model.allLayers(), 10));
  }

  @Test
  void room_for_more_positions_than_the_context_is_never_asked_for() {
    assertEquals(90 + 64, Population.model(4).bytes(new LayerRange(1, 2), 1_000));
  }

  @Test
  void the_most_layers_that_fit_are_the_most_whose_bytes_fit() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 2_000; round++) {
      var layers = 1 + random.nextInt(12);
      var model =
          new ServedModel(
              "m",
              Precision.INT8,
              layers,
              1 + random.nextInt(50),
              random.nextInt(99),
              random.nextInt(99),
              1 + random.nextInt(3),
              1 + random.nextInt(20));
      var start = random.nextInt(layers);
      var memory = random.nextInt(900);
      var most = 0;
      for (var end = start + 1; end <= layers; end++) {
        if (model.bytes(new LayerRange(start, end), 8) <= memory) {
          most = end - start;
        }
      }
      assertEquals(most, model.mostLayers(start, memory, 8), "seed " + seed + ", " + model);
    }
  }

  @Test
  void a_model_without_layers_is_refused() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ServedModel("m", Precision.INT8, 0, 1, 0, 0, 1, 1));
    assertEquals("layers must be 1 or more, was 0", refusal.getMessage());
  }
}
