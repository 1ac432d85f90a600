package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.gateway.generation.GenerationUsage;
import java.util.Collection;

/** The {@code usage} object of an answer. */
public final class Usages {
  private Usages() {}

  /**
   * The sum over choices.
   *
   * @param promptTokens of all prompts, each counted once however many choices answer it
   */
  public static GenerationUsage total(int promptTokens, Collection<GenerationUsage> choices) {
    return new GenerationUsage(
        promptTokens,
        choices.stream().mapToInt(GenerationUsage::completionTokens).sum(),
        Math.min(promptTokens, choices.stream().mapToInt(GenerationUsage::cachedTokens).sum()),
        choices.stream().mapToInt(GenerationUsage::failovers).sum());
  }

  static ObjectNode json(GenerationUsage usage) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("prompt_tokens", usage.promptTokens());
    node.put("completion_tokens", usage.completionTokens());
    node.put("total_tokens", usage.promptTokens() + usage.completionTokens());
    node.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
    node.putObject("imece").put("failovers", usage.failovers());
    return node;
  }
}
