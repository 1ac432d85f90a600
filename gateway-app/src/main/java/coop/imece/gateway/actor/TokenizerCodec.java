package coop.imece.gateway.actor;

import coop.imece.core.TokenIds;
import coop.imece.gateway.api.AnswerText;
import coop.imece.gateway.api.TextCodec;
import coop.imece.gateway.tokenizer.ModelTokenizer;
import coop.imece.gateway.tokenizer.TextStream;
import java.util.List;
import java.util.Map;

/** The API's view of a model's tokenizer. */
record TokenizerCodec(ModelTokenizer tokenizer) implements TextCodec {

  private record Stream(TextStream text) implements AnswerText {
    @Override
    public Delta accept(int id) {
      var delta = text.accept(id);
      return new Delta(delta.text(), delta.stopped());
    }

    @Override
    public String finish() {
      return text.finish().text();
    }
  }

  @Override
  public TokenIds encode(String text) {
    return tokenizer.encode(text);
  }

  @Override
  public TokenIds encodeChat(List<Map<String, Object>> messages) {
    return tokenizer.encodeChat(messages, Map.of());
  }

  @Override
  public boolean hasChatTemplate() {
    return tokenizer.hasChatTemplate();
  }

  @Override
  public AnswerText answer(List<String> stop) {
    return new Stream(tokenizer.stream(stop));
  }
}
