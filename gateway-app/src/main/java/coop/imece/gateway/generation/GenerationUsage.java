package coop.imece.gateway.generation;

/**
 * What a finished generation used.
 *
 * @param completionTokens samplings, the end-of-sequence token included
 * @param cachedTokens prompt tokens whose KV caches were reused
 * @param failovers how often the answer went on on another pipeline
 */
public record GenerationUsage(
    int promptTokens, int completionTokens, int cachedTokens, int failovers) {
  public GenerationUsage {
    requireCount("promptTokens", promptTokens);
    requireCount("completionTokens", completionTokens);
    requireCount("cachedTokens", cachedTokens);
    requireCount("failovers", failovers);
  }

  private static void requireCount(String field, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s must be 0 or more, was %d".formatted(field, value));
    }
  }
}
