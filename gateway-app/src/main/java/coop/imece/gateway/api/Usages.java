package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.gateway.carbon.CarbonUse;
import coop.imece.gateway.generation.GenerationUsage;
import java.util.Collection;
import java.util.Optional;

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
        choices.stream().mapToInt(GenerationUsage::failovers).sum(),
        carbon(choices));
  }

  /** Empty unless every choice says what it cost: a part would look like the whole. */
  private static Optional<CarbonUse> carbon(Collection<GenerationUsage> choices) {
    var known = choices.stream().flatMap(choice -> choice.carbon().stream()).toList();
    return known.isEmpty() || known.size() < choices.size()
        ? Optional.empty()
        : Optional.of(CarbonUse.sum(known));
  }

  static ObjectNode json(GenerationUsage usage) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("prompt_tokens", usage.promptTokens());
    node.put("completion_tokens", usage.completionTokens());
    node.put("total_tokens", usage.promptTokens() + usage.completionTokens());
    node.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
    var own = node.putObject("imece").put("failovers", usage.failovers());
    usage.carbon().ifPresent(carbon -> CarbonShape.put(own, carbon));
    return node;
  }
}
