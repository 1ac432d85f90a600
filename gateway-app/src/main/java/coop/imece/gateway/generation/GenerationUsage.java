package coop.imece.gateway.generation;

import coop.imece.gateway.carbon.CarbonUse;
import java.util.Optional;

/**
 * What a finished generation used.
 *
 * @param completionTokens samplings, the end-of-sequence token included
 * @param cachedTokens prompt tokens whose KV caches were reused
 * @param failovers how often the answer went on on another pipeline
 * @param carbon what it cost; empty where the pipeline did not say
 */
public record GenerationUsage(
    int promptTokens,
    int completionTokens,
    int cachedTokens,
    int failovers,
    Optional<CarbonUse> carbon) {
  public GenerationUsage {
    requireCount("promptTokens", promptTokens);
    requireCount("completionTokens", completionTokens);
    requireCount("cachedTokens", cachedTokens);
    requireCount("failovers", failovers);
  }

  /** Without a word on its cost. */
  public GenerationUsage(int promptTokens, int completionTokens, int cachedTokens, int failovers) {
    this(promptTokens, completionTokens, cachedTokens, failovers, Optional.empty());
  }

  private static void requireCount(String field, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s must be 0 or more, was %d".formatted(field, value));
    }
  }
}
