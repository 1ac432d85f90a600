package coop.imece.gateway.api;

import coop.imece.core.TokenIds;
import java.util.List;

/**
 * A request understood and tokenized: what the pipeline is to answer.
 *
 * @param prompts one for a chat; the plain endpoint may have several
 * @param maxTokens for each prompt, as many
 */
public record Prompts(
    ServedModel model, GenerationOptions options, List<TokenIds> prompts, List<Integer> maxTokens) {
  public Prompts {
    prompts = List.copyOf(prompts);
    maxTokens = List.copyOf(maxTokens);
    if (prompts.isEmpty() || prompts.size() != maxTokens.size()) {
      throw new IllegalArgumentException(
          "need one limit for each of 1 or more prompts, were %d and %d"
              .formatted(maxTokens.size(), prompts.size()));
    }
  }

  /** How many answers in all: choice {@code c} answers prompt {@code c / options.choices()}. */
  public int choices() {
    return prompts.size() * options.choices();
  }

  public int promptTokens() {
    return prompts.stream().mapToInt(TokenIds::size).sum();
  }
}
