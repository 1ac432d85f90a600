package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code chat.completion} and {@code chat.completion.chunk}. */
public final class ChatShape extends AnswerShape {
  @Override
  public String id(String session) {
    return "chatcmpl-" + session;
  }

  @Override
  String wholeObject() {
    return "chat.completion";
  }

  @Override
  String chunkObject() {
    return "chat.completion.chunk";
  }

  @Override
  ObjectNode wholeChoice(String text) {
    var message = object().put("role", "assistant").put("content", text).putNull("refusal");
    return object().set("message", message);
  }

  @Override
  ObjectNode deltaChoice(String text) {
    return object().set("delta", object().put("content", text));
  }

  @Override
  ObjectNode endChoice() {
    return object().set("delta", object());
  }

  @Override
  public Optional<ObjectNode> opening(AnswerHead head, int choice) {
    var delta = object().put("role", "assistant").put("content", "").putNull("refusal");
    ObjectNode opened = object().set("delta", delta);
    return Optional.of(chunk(head, finish(opened, choice, Optional.empty())));
  }
}
