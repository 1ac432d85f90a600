package coop.imece.gateway.api;

/**
 * What one request may ask for.
 *
 * @param maxChoices the largest {@code n}, prompts of a list counted
 * @param defaultMaxTokens tokens of an answer whose request gives no limit
 */
public record RequestLimits(int maxChoices, int defaultMaxTokens) {
  public RequestLimits {
    if (maxChoices < 1) {
      throw new IllegalArgumentException("maxChoices must be 1 or more, was " + maxChoices);
    }
    if (defaultMaxTokens < 1) {
      throw new IllegalArgumentException(
          "defaultMaxTokens must be 1 or more, was " + defaultMaxTokens);
    }
  }
}
