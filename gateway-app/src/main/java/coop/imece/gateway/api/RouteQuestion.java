package coop.imece.gateway.api;

import coop.imece.core.NodeId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why would which node serve a session like this? The query of {@code /v1/route/explain}.
 *
 * @param avoid nodes that the session must not be served by
 */
public record RouteQuestion(String model, int promptTokens, int maxTokens, Set<NodeId> avoid) {
  private static final String MODEL = "model";
  private static final String PROMPT_TOKENS = "prompt_tokens";
  private static final String MAX_TOKENS = "max_tokens";
  private static final String AVOID = "avoid";
  private static final Set<String> KNOWN = Set.of(MODEL, PROMPT_TOKENS, MAX_TOKENS, AVOID);

  /** More than any model's context. */
  private static final int MOST_TOKENS = 100_000_000;

  private static final int MOST_AVOIDED = 1_000;

  public RouteQuestion {
    avoid = Set.copyOf(avoid);
  }

  /**
   * @param query values by name, in the order in which they were given
   * @throws RequestRefused naming the parameter that is missing or wrong
   */
  public static RouteQuestion read(Map<String, List<String>> query, ServedModels models) {
    for (var given : query.entrySet()) {
      if (!KNOWN.contains(given.getKey())) {
        throw new RequestRefused(ApiError.unsupported(given.getKey(), "unknown parameter"));
      }
      if (given.getValue().size() > 1) {
        throw invalid(given.getKey(), "need it once, was there %d times", given.getValue().size());
      }
    }
    if (!query.containsKey(MODEL)) {
      throw new RequestRefused(ApiError.missing(MODEL));
    }
    var model = query.get(MODEL).get(0);
    if (models.find(model).isEmpty()) {
      throw new RequestRefused(ApiError.modelNotFound(model));
    }
    return new RouteQuestion(
        model, count(query, PROMPT_TOKENS), count(query, MAX_TOKENS), avoided(query));
  }

  private static int count(Map<String, List<String>> query, String name) {
    var text = query.getOrDefault(name, List.of("1")).get(0);
    var value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (value < 1 || value > MOST_TOKENS) {
      throw invalid(
          name, "need a whole number between 1 and %d, was %s", MOST_TOKENS, Quoted.text(text));
    }
    return value;
  }

  private static Set<NodeId> avoided(Map<String, List<String>> query) {
    var text = query.getOrDefault(AVOID, List.of("")).get(0);
    var words = text.isEmpty() ? List.<String>of() : Arrays.asList(text.split(",", -1));
    if (words.size() > MOST_AVOIDED) {
      throw invalid(AVOID, "need %d nodes or fewer, were %d", MOST_AVOIDED, words.size());
    }
    return words.stream().map(RouteQuestion::node).collect(Collectors.toSet());
  }

  private static NodeId node(String word) {
    try {
      return new NodeId(word);
    } catch (IllegalArgumentException e) {
      throw invalid(
          AVOID,
          "need node ids, n_ and 32 hex digits, with commas between, was %s",
          Quoted.text(word));
    }
  }

  private static RequestRefused invalid(String param, String message, Object... values) {
    return new RequestRefused(ApiError.invalidValue(param, message.formatted(values)));
  }
}
