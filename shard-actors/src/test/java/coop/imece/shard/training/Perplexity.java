package coop.imece.shard.training;

import java.util.List;

/** How surprised a model is by texts: e to the mean cross entropy of their learned tokens. */
public final class Perplexity {
  private Perplexity() {}

  /**
   * The perplexity of any model, however it was run.
   *
   * @param texts each with at least one learned token
   * @param logits for every text a row of logits after every position
   */
  static double of(List<TrainingText> texts, List<float[][]> logits) {
    var surprise = 0.0;
    var tokens = 0;
    for (var t = 0; t < texts.size(); t++) {
      var text = texts.get(t);
      for (var p = 1; p < text.size(); p++) {
        if (text.isLearned(p)) {
          surprise += surprise(logits.get(t)[p - 1], text.id(p));
          tokens++;
        }
      }
    }
    return Math.exp(surprise / tokens);
  }

  /** Minus the logarithm of the probability that a softmax over logits gives to a token. */
  private static double surprise(float[] logits, int token) {
    var largest = Float.NEGATIVE_INFINITY;
    for (var logit : logits) {
      largest = Math.max(largest, logit);
    }
    var sum = 0.0;
    for (var logit : logits) {
      sum += Math.exp(logit - largest);
    }
    return Math.log(sum) + largest - logits[token];
  }
}
