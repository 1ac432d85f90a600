package coop.imece.shard.sampling;

import coop.imece.core.TokenIds;
import coop.imece.stage.SamplingParameters;
import java.util.HashMap;
import java.util.Map;

/**
 * Which tokens a session has seen: all of them for the repetition penalty, those of the answer
 * counted for the frequency and presence penalties.
 */
final class TokenCounts {
  private final Map<Integer, Integer> answerCounts = new HashMap<>();

  /**
   * @param promptTokens how many of {@code tokens} are the prompt
   */
  TokenCounts(TokenIds tokens, int promptTokens) {
    for (var position = 0; position < tokens.size(); position++) {
      answerCounts.merge(tokens.get(position), position < promptTokens ? 0 : 1, Integer::sum);
    }
  }

  void add(int token) {
    answerCounts.merge(token, 1, Integer::sum);
  }

  /** Changes the logits of the tokens seen, in place. */
  void penalise(float[] logits, SamplingParameters parameters) {
    answerCounts.forEach(
        (token, count) -> {
          var logit = logits[token];
          var repetition = (float) parameters.repetitionPenalty();
          logit = logit > 0 ? logit / repetition : logit * repetition;
          if (count > 0) {
            logit -= (float) (count * parameters.frequencyPenalty() + parameters.presencePenalty());
          }
          logits[token] = logit;
        });
  }
}
