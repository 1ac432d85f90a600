package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code text_completion}, the same object whole and in chunks. */
public final class CompletionShape extends AnswerShape {
  @Override
  public String id(String session) {
    return "cmpl-" + session;
  }

  @Override
  String wholeObject() {
    return "text_completion";
  }

  @Override
  String chunkObject() {
    return "text_completion";
  }

  @Override
  ObjectNode wholeChoice(String text) {
    return object().put("text", text);
  }

  @Override
  ObjectNode deltaChoice(String text) {
    return object().put("text", text);
  }

  @Override
  ObjectNode endChoice() {
    return object().put("text", "");
  }

  @Override
  public Optional<ObjectNode> opening(AnswerHead head, int choice) {
    return Optional.empty();
  }
}
