package coop.imece.shard.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import coop.imece.core.ModelShape;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientWorkerTest {
  private static final ModelShape SHAPE = ModelShape.dense(2, 16, 2, 1, 8, 24, 40);

  @TempDir Path folder;

  private final ParameterLayout layout = new ParameterLayout(SHAPE);
  private final TextBatch batch = new TextBatch(List.of(text(3, 9, 4), text(7, 1, 2, 8, 5)));
  private ModelConfig config;
  private GradientWorker worker;

  @BeforeEach
  void write() throws IOException {
    var tokenizer = new BpeTokenizer(ChatFormat.SPECIALS, List.of());
    new ModelFolderWriter(folder, tokenizer, SHAPE)
        .write(layout.shapes(), new float[layout.size()]);
    config = ModelFolder.open(folder).config();
    worker = new GradientWorker(new EagerLoss(config), layout);
  }

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
  void the_program_in_bf16_agrees_with_the_eager_decoder() {
    try (var manager = NDManager.newBaseManager();
        var program = new LossProgram(config, layout.names())) {
      var weights = manager.create(layout.initial(new Random(5), SHAPE.layers()));
      var expected = worker.run(weights, batch, 6);
      var actual = new GradientWorker(program, layout).run(weights, batch, 6);
      assertEquals(expected.loss(), actual.loss(), 0.01 * expected.loss());
      var difference = actual.gradient().sub(expected.gradient()).norm().getFloat();
      assertTrue(difference < 0.03 * expected.gradient().norm().getFloat(), "was " + difference);
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
