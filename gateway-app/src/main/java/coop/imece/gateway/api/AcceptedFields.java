package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The fields of OpenAI's requests, each with the values that may stand there. A field is honoured,
 * harmless with that value, or refused: never ignored.
 */
final class AcceptedFields {
  private static final Predicate<JsonNode> READ = value -> true;
  private static final Predicate<JsonNode> NEVER = value -> false;
  private static final Predicate<JsonNode> FALSE =
      value -> value.isBoolean() && !value.booleanValue();
  private static final Predicate<JsonNode> EMPTY =
      value -> value.isContainerNode() && value.isEmpty();
  private static final Predicate<JsonNode> NONE = is("none");

  private static final Map<String, Predicate<JsonNode>> BOTH =
      Map.ofEntries(
          Map.entry("model", READ),
          Map.entry("stream", READ),
          Map.entry("stream_options", READ),
          Map.entry("max_tokens", READ),
          Map.entry("n", READ),
          Map.entry("stop", READ),
          Map.entry("seed", READ),
          Map.entry("temperature", READ),
          Map.entry("top_p", READ),
          Map.entry("top_k", READ),
          Map.entry("repetition_penalty", READ),
          Map.entry("frequency_penalty", READ),
          Map.entry("presence_penalty", READ),
          Map.entry("user", JsonNode::isTextual),
          Map.entry("logit_bias", EMPTY));

  static final Map<String, Predicate<JsonNode>> CHAT =
      with(
          BOTH,
          Map.entry("messages", READ),
          Map.entry("max_completion_tokens", READ),
          Map.entry("store", FALSE),
          Map.entry("metadata", JsonNode::isObject),
          Map.entry("service_tier", JsonNode::isTextual),
          Map.entry("parallel_tool_calls", JsonNode::isBoolean),
          Map.entry("logprobs", FALSE),
          Map.entry("top_logprobs", NEVER),
          Map.entry("tools", EMPTY),
          Map.entry("tool_choice", NONE),
          Map.entry("functions", EMPTY),
          Map.entry("function_call", NONE),
          Map.entry("response_format", value -> is("text").test(value.path("type"))),
          Map.entry("modalities", value -> value.size() == 1 && is("text").test(value.get(0))),
          Map.entry("audio", NEVER),
          Map.entry("prediction", NEVER),
          Map.entry("reasoning_effort", NEVER),
          Map.entry("verbosity", NEVER),
          Map.entry("web_search_options", NEVER),
          Map.entry("safety_identifier", NEVER),
          Map.entry("prompt_cache_key", NEVER),
          Map.entry("prompt_cache_retention", NEVER));

  /** When the client says that no tool may be called, its list of tools is harmless. */
  static final Map<String, Predicate<JsonNode>> CHAT_WITHOUT_TOOL_CALLS =
      with(CHAT, Map.entry("tools", JsonNode::isArray), Map.entry("functions", JsonNode::isArray));

  static final Map<String, Predicate<JsonNode>> COMPLETION =
      with(
          BOTH,
          Map.entry("prompt", READ),
          Map.entry("echo", FALSE),
          Map.entry("best_of", value -> value.isIntegralNumber() && value.longValue() == 1),
          Map.entry("suffix", is("")),
          Map.entry("logprobs", NEVER));

  static final Map<String, Predicate<JsonNode>> STREAM_OPTIONS =
      Map.of("include_usage", READ, "include_obfuscation", FALSE);

  /** Also what clients send back of an answer's message as they got it: mostly null. */
  static final Map<String, Predicate<JsonNode>> MESSAGE =
      Map.of(
          "role", READ,
          "content", READ,
          "name", JsonNode::isTextual,
          "tool_call_id", JsonNode::isTextual,
          "tool_calls", EMPTY,
          "function_call", NEVER,
          "refusal", NEVER,
          "audio", NEVER,
          "parsed", NEVER,
          "annotations", EMPTY);

  static final Map<String, Predicate<JsonNode>> TEXT_PART = Map.of("type", READ, "text", READ);

  private AcceptedFields() {}

  private static Predicate<JsonNode> is(String text) {
    return value -> Objects.equals(value.textValue(), text);
  }

  @SafeVarargs
  private static Map<String, Predicate<JsonNode>> with(
      Map<String, Predicate<JsonNode>> some, Map.Entry<String, Predicate<JsonNode>>... more) {
    var all = new HashMap<>(some);
    for (var entry : more) {
      all.put(entry.getKey(), entry.getValue());
    }
    return Map.copyOf(all);
  }
}
