package coop.imece.gateway.api;

/**
 * How many tokens an answer may have, as the client said it.
 *
 * @param field the name it used, empty when it said nothing
 */
record TokenLimit(String field, long tokens) {

  /** {@code max_completion_tokens}, or its older name {@code max_tokens}; the same if both. */
  static TokenLimit readChat(Fields body) {
    var older = read(body, "max_tokens");
    var newer = read(body, "max_completion_tokens");
    if (older.isGiven() && newer.isGiven() && older.tokens() != newer.tokens()) {
      throw new RequestRefused(
          ApiError.invalidValue(
              "max_completion_tokens",
              "must equal max_tokens when both are given, were %d and %d"
                  .formatted(newer.tokens(), older.tokens())));
    }
    return newer.isGiven() ? newer : older;
  }

  static TokenLimit read(Fields body, String field) {
    var tokens = body.integer(field, 1, Long.MAX_VALUE);
    return tokens.isPresent() ? new TokenLimit(field, tokens.getAsLong()) : new TokenLimit("", 0);
  }

  private boolean isGiven() {
    return !field.isEmpty();
  }

  /**
   * The samplings that this prompt leaves room for and the client wants.
   *
   * @param promptField blamed when the prompt alone is too long
   * @throws RequestRefused context_length_exceeded
   */
  int resolve(String promptField, int promptTokens, int maxContext, int defaultMaxTokens) {
    var left = maxContext - promptTokens;
    if (left < 1) {
      throw new RequestRefused(
          ApiError.contextLengthExceeded(
              promptField,
              "This model's maximum context length is %d tokens, but the %s has %d tokens"
                  .formatted(maxContext, promptField, promptTokens)));
    }
    if (tokens > left) {
      throw new RequestRefused(
          ApiError.contextLengthExceeded(
              field,
              ("This model's maximum context length is %d tokens, but %d were requested: %d in the"
                      + " %s and %s %d")
                  .formatted(
                      maxContext,
                      Math.max(tokens, tokens + promptTokens),
                      promptTokens,
                      promptField,
                      field,
                      tokens)));
    }
    return isGiven() ? (int) tokens : Math.min(left, defaultMaxTokens);
  }
}
