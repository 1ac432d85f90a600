package coop.imece.shard.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trains the embedded model as it was trained, to {@code target/imece-mini}. */
@Tag("slow")
class EmbeddedModelTraining {
  private static final String STEPS = "6000";
  private static final String SEED = "2026";

  @Test
  void a_model_trained_from_the_seed_answers_nine_of_ten_held_out_questions() throws IOException {
    var folder = Path.of("target/imece-mini");
    TrainEmbeddedModel.main(new String[] {STEPS, SEED, folder.toString()});
    try (var model = EmbeddedModel.open(folder)) {
      var wrong = EvaluateEmbeddedModel.wrongAnswers(model, HeldOut.load());
      assertTrue(wrong.size() <= 0.1 * HeldOut.load().size(), () -> String.join("\n", wrong));
    }
  }
}
