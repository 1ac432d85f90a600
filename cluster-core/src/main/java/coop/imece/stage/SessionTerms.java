package coop.imece.stage;

import coop.imece.core.TokenIds;
import java.util.Set;

/**
 * What a session is to compute; every stage is given the same.
 *
 * @param tokens the prompt, and behind it the answer so far when an earlier attempt was lost; empty
 *     for stages that are neither first nor last
 * @param promptTokens how many positions the prompt has
 * @param startTokens how many tokens the session starts with: prompt and answer so far
 * @param maxTokens the most tokens the whole answer may have, those of earlier attempts included
 * @param endOfSequence ids after which nothing is sampled
 * @param blocks by what a stage knows a prompt that starts like an earlier session
 */
public record SessionTerms(
    TokenIds tokens,
    int promptTokens,
    int startTokens,
    int maxTokens,
    SamplingParameters sampling,
    Set<Integer> endOfSequence,
    PrefixBlocks blocks) {

  public SessionTerms {
    endOfSequence = Set.copyOf(endOfSequence);
    if (promptTokens < 1 || startTokens < promptTokens) {
      throw new IllegalArgumentException(
          "need 1 <= promptTokens <= startTokens, was %d and %d"
              .formatted(promptTokens, startTokens));
    }
    if (maxTokens <= startTokens - promptTokens) {
      throw new IllegalArgumentException(
          "maxTokens must leave a token to sample, was %d with %d sampled"
              .formatted(maxTokens, startTokens - promptTokens));
    }
    if (tokens.size() != 0 && tokens.size() != startTokens) {
      throw new IllegalArgumentException(
          "expected no tokens or %d, was %d".formatted(startTokens, tokens.size()));
    }
  }

  /**
   * The most positions whose keys and values a stage keeps: the last token sampled is never run.
   */
  public int maxPositions() {
    return promptTokens + maxTokens - 1;
  }

  /** The same terms for a stage between the first and the last, which needs no tokens. */
  public SessionTerms withoutTokens() {
    return new SessionTerms(
        TokenIds.of(), promptTokens, startTokens, maxTokens, sampling, endOfSequence, blocks);
  }
}
