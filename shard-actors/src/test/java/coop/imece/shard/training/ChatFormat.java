package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.List;

/** The embedded model's chat format, the same that its {@code chat_template} renders. */
final class ChatFormat {
  static final String BEGIN = "<|begin|>";
  static final String END = "<|end|>";
  static final String SYSTEM = "<|system|>";
  static final String USER = "<|user|>";
  static final String ASSISTANT = "<|assistant|>";
  static final String PAD = "<|pad|>";
  static final List<String> SPECIALS = List.of(PAD, BEGIN, END, SYSTEM, USER, ASSISTANT);

  static final String TEMPLATE =
      "{{ bos_token }}{% for message in messages %}"
          + "{% if message['role'] == 'system' %}{{ '<|system|>' }}"
          + "{% elif message['role'] == 'assistant' %}{{ '<|assistant|>' }}"
          + "{% else %}{{ '<|user|>' }}{% endif %}"
          + "{{ message['content'] | trim }}{{ '<|end|>' }}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

  private final BpeTokenizer tokenizer;

  ChatFormat(BpeTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  int padId() {
    return tokenizer.id(PAD);
  }

  int endId() {
    return tokenizer.id(END);
  }

  /** A whole conversation; answers and the end after each of them are to be learned. */
  TrainingText encode(Conversation conversation) {
    var text = new TrainingText();
    text.given(List.of(tokenizer.id(BEGIN)));
    if (!conversation.system().isEmpty()) {
      message(text, SYSTEM, conversation.system());
    }
    for (var turn : conversation.turns()) {
      message(text, USER, turn.question());
      text.given(List.of(tokenizer.id(ASSISTANT)));
      text.learned(tokenizer.encode(turn.answer()));
      text.learned(List.of(endId()));
    }
    return text;
  }

  /** What the model continues when it is asked a single question. */
  List<Integer> prompt(String question) {
    var ids = new ArrayList<Integer>();
    ids.add(tokenizer.id(BEGIN));
    ids.add(tokenizer.id(USER));
    ids.addAll(tokenizer.encode(question));
    ids.add(endId());
    ids.add(tokenizer.id(ASSISTANT));
    return ids;
  }

  private void message(TrainingText text, String role, String content) {
    text.given(List.of(tokenizer.id(role)));
    text.given(tokenizer.encode(content));
    text.given(List.of(endId()));
  }
}
