package coop.imece.shard.sampling;

import coop.imece.core.TokenIds;
import coop.imece.stage.SamplingParameters;

/** Turns the logits of one session into token ids. Not thread-safe. */
public final class Sampler {
  private final SamplingParameters parameters;
  private final TokenCounts seen;

  /**
   * @param tokens prompt and answer so far
   * @param promptTokens how many of them are the prompt
   */
  public Sampler(SamplingParameters parameters, TokenIds tokens, int promptTokens) {
    this.parameters = parameters;
    this.seen = new TokenCounts(parameters.penalises() ? tokens : TokenIds.of(), promptTokens);
  }

  /**
   * @param scores logits, one per vocabulary item; not changed
   * @param position of the token to sample
   * @throws IllegalStateException if a logit is not a number
   */
  public int sample(float[] scores, int position) {
    var logits = parameters.penalises() ? scores.clone() : scores;
    if (parameters.penalises()) {
      seen.penalise(logits, parameters);
    }
    var token =
        parameters.isGreedy()
            ? largest(logits)
            : Candidates.of(logits, parameters.temperature())
                .topK(parameters.topK())
                .topP(parameters.topP())
                .draw(KeyedRandom.uniform(parameters.seed(), position));
    if (Float.isNaN(logits[token])) {
      throw new IllegalStateException("the logit of token %d is not a number".formatted(token));
    }
    if (parameters.penalises()) {
      seen.add(token);
    }
    return token;
  }

  /** Of equal logits the smallest id. */
  private static int largest(float[] logits) {
    var best = 0;
    for (var token = 1; token < logits.length; token++) {
      if (logits[token] > logits[best]) {
        best = token;
      }
    }
    return best;
  }
}
