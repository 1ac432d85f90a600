package coop.imece.shard.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import coop.imece.core.ModelShape;
import coop.imece.model.ModelConfig;
import coop.imece.model.RopeScaling;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GradientWorkerTest {
  private static final ModelShape SHAPE = ModelShape.dense(2, 16, 2, 1, 8, 24, 40);

  private final ModelConfig config =
      new ModelConfig(
          "llama",
          SHAPE,
          1e-5,
          10_000,
          new RopeScaling.Default(),
          ModelConfig.AttentionBias.NONE,
          false,
          true,
          false,
          64,
          "float32",
          OptionalInt.empty(),
          new TreeSet<>());
  private final ParameterLayout layout = new ParameterLayout(SHAPE);
  private final GradientWorker worker = new GradientWorker(config, layout);
  private final TextBatch batch = new TextBatch(List.of(text(3, 9, 4), text(7, 1, 2, 8, 5)));

  @Test
  void the_gradient_is_the_slope_of_the_loss() {
    try (var manager = NDManager.newBaseManager()) {
      var values = layout.initial(new Random(5), SHAPE.layers());
      var gradient = worker.run(manager.create(values), batch, 1).gradient().toFloatArray();
      var random = new Random(6);
      for (var i = 0; i < 40; i++) {
        var at = random.nextInt(values.length);
        var step = 1e-2f;
        var slope = (lossAt(manager, values, at, step) - lossAt(manager, values, at, -step)) / 2e-2;
        assertEquals(slope, gradient[at], 5e-3 + 0.05 * Math.abs(slope), "parameter " + at);
      }
    }
  }

  @Test
  void two_halves_together_are_the_whole() {
    try (var manager = NDManager.newBaseManager()) {
      var weights = manager.create(layout.initial(new Random(5), SHAPE.layers()));
      var whole = worker.run(weights, batch, 7);
      var one = worker.run(weights, batch.everyOther(0), 7);
      var other = worker.run(weights, batch.everyOther(1), 7);
      assertEquals(whole.loss(), one.loss() + other.loss(), 1e-5);
      var sum = one.gradient().add(other.gradient());
      assertTrue(sum.sub(whole.gradient()).abs().max().getFloat() < 1e-5);
    }
  }

  @Test
  void steps_of_the_optimizer_teach_a_text_by_heart() {
    try (var manager = NDManager.newBaseManager()) {
      var weights = manager.create(layout.initial(new Random(5), SHAPE.layers()));
      var optimizer = new AdamW(weights, manager.create(layout.decayed()));
      var learned = batch.learnedTokens();
      for (var i = 0; i < 60; i++) {
        optimizer.step(worker.run(weights, batch, learned).gradient(), 1e-2);
      }
      assertTrue(worker.run(weights, batch, learned).loss() < 0.05);
    }
  }

  private double lossAt(NDManager manager, float[] values, int at, float step) {
    var moved = values.clone();
    moved[at] += step;
    return worker.run(manager.create(moved), batch, 1).loss();
  }

  private static TrainingText text(Integer... ids) {
    var text = new TrainingText();
    text.given(List.of(ids[0]));
    text.learned(List.of(ids).subList(1, ids.length));
    return text;
  }
}
