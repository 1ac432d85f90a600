package coop.imece.gateway.generation;

import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.stage.SamplingParameters;

/**
 * One answer to make: from these prompt ids, by this model, sampled so.
 *
 * @param maxTokens how many samplings at most, the end-of-sequence token included
 */
public record GenerationRequest(
    SessionId session, String model, TokenIds prompt, SamplingParameters sampling, int maxTokens) {
  public GenerationRequest {
    if (prompt.size() < 1) {
      throw new IllegalArgumentException("prompt must have 1 or more token ids, was empty");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be 1 or more, was " + maxTokens);
    }
  }
}
