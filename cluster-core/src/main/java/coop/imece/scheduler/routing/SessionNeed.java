package coop.imece.scheduler.routing;

import coop.imece.core.NodeId;
import java.util.Map;
import java.util.Set;

/**
 * What a session asks of a pipeline.
 *
 * @param promptTokens positions to prefill
 * @param maxTokens the most that may be sampled
 * @param avoid nodes that must not serve it
 * @param cached positions of the prompt whose keys and values a node still has
 */
public record SessionNeed(
    String model, int promptTokens, int maxTokens, Set<NodeId> avoid, Map<NodeId, Integer> cached) {

  public SessionNeed {
    avoid = Set.copyOf(avoid);
    cached = Map.copyOf(cached);
    if (promptTokens < 1 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "need promptTokens >= 1 and maxTokens >= 1, was %d and %d"
              .formatted(promptTokens, maxTokens));
    }
  }

  /** Positions whose keys and values each stage keeps: the last sampled token is never run. */
  public long positions() {
    return (long) promptTokens + maxTokens - 1;
  }
}
