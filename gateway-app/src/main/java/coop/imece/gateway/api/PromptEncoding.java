package coop.imece.gateway.api;

import coop.imece.core.TokenIds;
import coop.imece.gateway.template.TemplateException;
import coop.imece.gateway.template.TemplateRefusalException;
import coop.imece.gateway.tokenizer.PromptTooLongException;
import java.util.function.Supplier;

/** Tokenizes what the client sent; what the client's text brought about is the client's fault. */
final class PromptEncoding {
  private PromptEncoding() {}

  static TokenIds encode(String field, Supplier<TokenIds> encoder) {
    try {
      var prompt = encoder.get();
      if (prompt.size() == 0) {
        throw new RequestRefused(ApiError.invalidValue(field, "need 1 or more tokens, was none"));
      }
      return prompt;
    } catch (TemplateRefusalException e) {
      throw new RequestRefused(
          ApiError.invalidValue(field, "refused by the chat template: " + e.getMessage()));
    } catch (TemplateException e) {
      throw new RequestRefused(
          ApiError.invalidValue(field, "the chat template fails on them: " + e.getMessage()));
    } catch (PromptTooLongException e) {
      throw new RequestRefused(ApiError.contextLengthExceeded(field, e.getMessage()));
    }
  }
}
