package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepCostTest {
  @Test
  void a_step_that_takes_its_cost_and_its_rows_is_seen_through() {
    for (var seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      var cost = 1 + random.nextInt(StepCost.MOST - 1);
      var count = 2 + random.nextInt(500);
      var each = 1e-6 * (1 + random.nextInt(1_000));
      var found = StepCost.rows(count, (cost + count) * each, (cost + 1) * each);
      assertEquals(cost, found, 0.01 * cost + 1, "seed " + seed);
    }
  }

  @Test
  void rows_that_cost_nothing_make_a_step_cost_the_most() {
    assertEquals(StepCost.MOST, StepCost.rows(128, 1, 1));
    assertEquals(StepCost.MOST, StepCost.rows(128, 1, 1.1));
  }

  /** Measuring takes positions of its own; of fewer than four nothing can be told. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 255, 256, 257})
  void a_model_of_few_positions_can_be_loaded(int positions, @TempDir Path copy)
      throws IOException {
    var original = ReferenceModel.open("tiny-llama").folder().path();
    Files.copy(original.resolve("model.safetensors"), copy.resolve("model.safetensors"));
    var config = Files.readString(original.resolve("config.json"));
    var few = "\"max_position_embeddings\": " + positions;
    var changed = config.replaceFirst("\"max_position_embeddings\": \\d+", few);
    Files.writeString(copy.resolve("config.json"), changed);
    var folder = ModelFolder.open(copy);
    assertEquals(positions, folder.config().maxPositions());
    var device = OtherDevices.withBf16().get(0);
    try (var slice = Slice.load(folder, new LayerRange(0, 4), Precision.BF16, device)) {
      if (positions < 4) {
        assertEquals(StepCost.OF_PROCESSORS, slice.stepCostRows());
      }
    }
  }

  @Test
  void a_step_costs_at_least_a_row() {
    assertEquals(1, StepCost.rows(128, 128, 1));
    assertEquals(1, StepCost.rows(128, 200, 1));
  }
}
