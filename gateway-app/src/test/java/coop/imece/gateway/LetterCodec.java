package coop.imece.gateway;

import coop.imece.core.TokenIds;
import coop.imece.gateway.api.AnswerText;
import coop.imece.gateway.api.TextCodec;
import coop.imece.gateway.template.TemplateRefusalException;
import java.util.List;
import java.util.Map;

/**
 * One token for each letter: what a test reads is what the pipeline got. An id beyond Unicode is so
 * many letters at once.
 */
public record LetterCodec(boolean hasChatTemplate) implements TextCodec {
  public static final int LETTERS = Character.MAX_CODE_POINT + 1;

  @Override
  public TokenIds encode(String text) {
    return TokenIds.own(text.chars().toArray());
  }

  @Override
  public TokenIds encodeChat(List<Map<String, Object>> messages) {
    var text = new StringBuilder();
    for (var message : messages) {
      if (message.get("content").equals("refuse me")) {
        throw new TemplateRefusalException("this template refuses it");
      }
      text.append(message.get("role")).append(':').append(message.get("content")).append('\n');
    }
    return encode(text.append("assistant:").toString());
  }

  @Override
  public AnswerText answer(List<String> stop) {
    return new Letters(stop);
  }

  private static final class Letters implements AnswerText {
    private final List<String> stop;
    private String held = "";

    Letters(List<String> stop) {
      this.stop = stop;
    }

    @Override
    public Delta accept(int id) {
      held += id < LETTERS ? Character.toString(id) : "x".repeat(id - LETTERS);
      for (var s : stop) {
        if (held.contains(s)) {
          return new Delta(held.substring(0, held.indexOf(s)), true);
        }
      }
      var keep = 0;
      for (var s : stop) {
        for (var n = 1; n < s.length(); n++) {
          keep = held.endsWith(s.substring(0, n)) ? Math.max(keep, n) : keep;
        }
      }
      var certain = held.substring(0, held.length() - keep);
      held = held.substring(held.length() - keep);
      return new Delta(certain, false);
    }

    @Override
    public String finish() {
      return held;
    }
  }
}
