package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.core.TokenIds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Reads {@code POST /v1/completions}. Faults are found in this order: fields that are not accepted,
 * model, prompt, options, token limit, number of choices, the context's length.
 */
public final class CompletionRequest {
  private static final String PROMPT_FIELD = "prompt";

  private CompletionRequest() {}

  /**
   * @param newSeed makes a seed for a request without one
   * @throws RequestRefused on the first fault
   */
  public static Prompts read(
      ObjectNode json, ServedModels models, RequestLimits limits, LongSupplier newSeed) {
    var body = new Fields(json);
    body.requireAccepted(AcceptedFields.COMPLETION);
    var model = models.required(body);
    var texts = prompts(body, limits.maxChoices());
    var options = GenerationOptions.read(body, model.sampling(), limits, newSeed);
    var limit = TokenLimit.read(body, "max_tokens");
    if (texts.size() * options.choices() > limits.maxChoices()) {
      throw new RequestRefused(
          ApiError.invalidValue(
              "n",
              "need prompts times n to be at most %d, was %d"
                  .formatted(limits.maxChoices(), texts.size() * options.choices())));
    }
    var prompts = new ArrayList<TokenIds>();
    var maxTokens = new ArrayList<Integer>();
    for (var text : texts) {
      var prompt = PromptEncoding.encode(PROMPT_FIELD, () -> model.text().encode(text));
      maxTokens.add(
          limit.resolve(
              PROMPT_FIELD, prompt.size(), model.maxContext(), limits.defaultMaxTokens()));
      prompts.add(prompt);
    }
    return new Prompts(model, options, prompts, maxTokens);
  }

  private static List<String> prompts(Fields body, int max) {
    var value = body.required(PROMPT_FIELD);
    var texts = new ArrayList<String>();
    if (value.isTextual()) {
      texts.add(value.textValue());
    } else if (value.isArray() && !value.isEmpty() && value.size() <= max) {
      value.forEach(
          text -> {
            if (!text.isTextual()) {
              throw body.invalid(PROMPT_FIELD, "need strings (token ids are not supported)", text);
            }
            texts.add(text.textValue());
          });
    } else {
      throw body.invalid(
          PROMPT_FIELD, "need a string or a list of 1 to %d strings".formatted(max), value);
    }
    if (texts.contains("")) {
      throw new RequestRefused(
          ApiError.invalidValue(PROMPT_FIELD, "need text, was an empty string"));
    }
    return texts;
  }
}
