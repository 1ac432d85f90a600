package coop.imece.shard.sampling;

import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.Logits;
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

  /** Whether the largest logit's token is all that it would take of them. */
  public boolean takesLargest() {
    return parameters.isGreedy() && !parameters.penalises();
  }

  /** What is wrong with a token's logit. */
  public static String notNumber(int token) {
    return "the logit of token %d is not a number".formatted(token);
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
            ? Logits.own(logits).largest().token()
            : Candidates.of(logits, parameters.temperature())
                .topK(parameters.topK())
                .topP(parameters.topP())
                .draw(KeyedRandom.uniform(parameters.seed(), position));
    if (Float.isNaN(logits[token])) {
      throw new IllegalStateException(notNumber(token));
    }
    if (parameters.penalises()) {
      seen.add(token);
    }
    return token;
  }
}
