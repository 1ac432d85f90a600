package coop.imece.gateway.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import coop.imece.core.TokenIds;

/** Whether a plain text begins with the beginning-of-sequence token. */
enum BosRule {
  /** {@code add_bos_token} is not stated: the post-processor of the tokenizer decides. */
  POST_PROCESSOR,
  /**
   * {@code "add_bos_token": true}: as the post-processor says, and in any case one at the start.
   */
  ALWAYS,
  /** {@code "add_bos_token": false}: nothing is added. */
  NEVER;

  static BosRule of(JsonNode tokenizerConfig) {
    var stated = tokenizerConfig.path("add_bos_token");
    return !stated.isBoolean() ? POST_PROCESSOR : stated.asBoolean() ? ALWAYS : NEVER;
  }

  TokenIds encode(Encoder encoder, String text, TokenIds bos) {
    var ids = encoder.encode(text, this != NEVER);
    var missing =
        this == ALWAYS && (ids.size() < bos.size() || !ids.slice(0, bos.size()).equals(bos));
    return missing ? bos.concat(ids) : ids;
  }
}
