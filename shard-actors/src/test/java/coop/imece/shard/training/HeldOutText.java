package coop.imece.shard.training;

import java.util.List;

/**
 * Conversations that are never trained on, for perplexity: held-out questions with the right
 * answers, and stories that the corpus did not draw.
 */
public final class HeldOutText {
  private HeldOutText() {}

  /** The conversations in the committed file. */
  static List<Turn> turns() {
    return CorpusFiles.lines("held-out-text.txt").stream()
        .map(line -> line.split(" \\| ", 2))
        .map(cells -> new Turn(cells[0], cells[1]))
        .toList();
  }

  /** The conversations as a model's own tokenizer has them, answers and ends to be learned. */
  static List<TrainingText> texts(EmbeddedModel model) {
    return turns().stream()
        .map(
            turn -> {
              var text = new TrainingText();
              text.given(model.ids(EmbeddedModel.prompt(turn.question())));
              text.learned(model.ids(turn.answer() + ChatFormat.END));
              return text;
            })
        .toList();
  }
}
