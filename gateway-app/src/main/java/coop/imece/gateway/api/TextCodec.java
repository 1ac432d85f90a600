package coop.imece.gateway.api;

import coop.imece.core.TokenIds;
import java.util.List;
import java.util.Map;

/** Text to token ids and back, for one model. Used by many threads at once. */
public interface TextCodec {

  /** The ids of plain text as a prompt; special tokens in the text are encoded as text. */
  TokenIds encode(String text);

  /**
   * The ids of a conversation after the model's chat template, ready for the assistant's turn.
   *
   * @param messages each with {@code role} and {@code content}
   * @throws IllegalArgumentException when the template refuses the messages; says why
   */
  TokenIds encodeChat(List<Map<String, Object>> messages);

  boolean hasChatTemplate();

  /** A new decoder for one answer. */
  AnswerText answer(List<String> stop);
}
