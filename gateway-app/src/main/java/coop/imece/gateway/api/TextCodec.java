package coop.imece.gateway.api;

import coop.imece.core.TokenIds;
import java.util.List;
import java.util.Map;

/** Text to token ids and back, for one model. Used by many threads at once. */
public interface TextCodec {

  /**
   * The ids of plain text as a prompt.
   *
   * @throws coop.imece.gateway.tokenizer.PromptTooLongException before it costs anything
   */
  TokenIds encode(String text);

  /**
   * The ids of a conversation by the model's chat template, ready for the assistant's turn.
   *
   * @param messages each with {@code role} and {@code content}
   * @throws coop.imece.gateway.template.TemplateRefusalException when the template refuses them
   * @throws coop.imece.gateway.template.TemplateException when it fails on them
   * @throws coop.imece.gateway.tokenizer.PromptTooLongException before it costs anything
   */
  TokenIds encodeChat(List<Map<String, Object>> messages);

  boolean hasChatTemplate();

  /** A new decoder for one answer. */
  AnswerText answer(List<String> stop);
}
