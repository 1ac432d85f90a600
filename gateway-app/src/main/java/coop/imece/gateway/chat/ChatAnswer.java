package coop.imece.gateway.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * @param finishReason as the gateway said it: {@code stop} or {@code length}
 * @param usage the usage object of the last chunk
 */
record ChatAnswer(String text, String finishReason, ObjectNode usage) {

  /** One line. */
  String toJson(String model) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("model", model);
    node.put("content", text);
    node.put("finish_reason", finishReason);
    node.set("usage", usage);
    return node.toString();
  }
}
