package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.gateway.generation.GenerationUsage;
import coop.imece.stage.FinishReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The JSON of one endpoint's answers, whole and in chunks, as OpenAI's API description has it. */
public abstract sealed class AnswerShape permits ChatShape, CompletionShape {

  /** {@code id} of an answer, made of the time-ordered id of its first generation. */
  public abstract String id(String session);

  /** Value of {@code object} of the whole answer. */
  abstract String wholeObject();

  /** Value of {@code object} of a chunk. */
  abstract String chunkObject();

  abstract ObjectNode wholeChoice(String text);

  abstract ObjectNode deltaChoice(String text);

  abstract ObjectNode endChoice();

  /** The chunk that opens a choice, where the endpoint has one. */
  public abstract Optional<ObjectNode> opening(AnswerHead head, int choice);

  public ObjectNode whole(AnswerHead head, List<FinishedChoice> choices, GenerationUsage usage) {
    var answer = head(head, wholeObject());
    var list = answer.putArray("choices");
    for (var i = 0; i < choices.size(); i++) {
      var choice = choices.get(i);
      list.add(finish(wholeChoice(choice.text()), i, Optional.of(choice.reason())));
    }
    answer.set("usage", Usages.json(usage));
    return answer;
  }

  public ObjectNode delta(AnswerHead head, int choice, String text) {
    return chunk(head, finish(deltaChoice(text), choice, Optional.empty()));
  }

  public ObjectNode ending(AnswerHead head, int choice, FinishReason reason) {
    return chunk(head, finish(endChoice(), choice, Optional.of(reason)));
  }

  /** The chunk after all choices: none, and the usage. */
  public ObjectNode usage(AnswerHead head, GenerationUsage usage) {
    var chunk = head(head, chunkObject());
    chunk.putArray("choices");
    chunk.set("usage", Usages.json(usage));
    return chunk;
  }

  final ObjectNode chunk(AnswerHead head, ObjectNode choice) {
    var chunk = head(head, chunkObject());
    chunk.putArray("choices").add(choice);
    return chunk;
  }

  static ObjectNode finish(ObjectNode choice, int index, Optional<FinishReason> reason) {
    choice.put("index", index);
    choice.putNull("logprobs");
    choice.put("finish_reason", reason.map(r -> r.name().toLowerCase(Locale.ROOT)).orElse(null));
    return choice;
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode head(AnswerHead head, String kind) {
    var node = object();
    node.put("id", head.id());
    node.put("object", kind);
    node.put("created", head.created());
    node.put("model", head.model());
    return node;
  }
}
