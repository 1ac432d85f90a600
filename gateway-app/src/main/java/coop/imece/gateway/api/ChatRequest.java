package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Reads {@code POST /v1/chat/completions}. Faults are found in this order: fields that are not
 * accepted, model, messages, options, token limit, the chat template, the context's length.
 */
public final class ChatRequest {
  private static final String PROMPT_FIELD = "messages";

  private ChatRequest() {}

  /**
   * @param newSeed makes a seed for a request without one
   * @throws RequestRefused on the first fault
   */
  public static Prompts read(
      ObjectNode json, ServedModels models, RequestLimits limits, LongSupplier newSeed) {
    var body = new Fields(json);
    var withoutCalls =
        json.path("tool_choice").asText().equals("none")
            || json.path("function_call").asText().equals("none");
    body.requireAccepted(
        withoutCalls ? AcceptedFields.CHAT_WITHOUT_TOOL_CALLS : AcceptedFields.CHAT);
    var model = models.required(body);
    var messages = ChatMessages.read(body);
    var options = GenerationOptions.read(body, model.sampling(), limits, newSeed);
    var limit = TokenLimit.readChat(body);
    if (!model.text().hasChatTemplate()) {
      throw new RequestRefused(
          ApiError.invalidValue(
              "model", "%s has no chat template; use /v1/completions".formatted(model.id())));
    }
    var prompt = PromptEncoding.encode(PROMPT_FIELD, () -> model.text().encodeChat(messages));
    var maxTokens =
        limit.resolve(PROMPT_FIELD, prompt.size(), model.maxContext(), limits.defaultMaxTokens());
    return new Prompts(model, options, List.of(prompt), List.of(maxTokens));
  }
}
