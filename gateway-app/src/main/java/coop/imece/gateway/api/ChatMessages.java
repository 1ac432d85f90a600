package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the messages of a chat into what chat templates know: role and plain content. */
final class ChatMessages {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool");

  private ChatMessages() {}

  static List<Map<String, Object>> read(Fields body) {
    var list = body.requiredList("messages", 1);
    var messages = new ArrayList<Map<String, Object>>();
    for (var i = 0; i < list.size(); i++) {
      messages.add(message(list.get(i), body.path("messages[" + i + "]")));
    }
    return messages;
  }

  private static Map<String, Object> message(JsonNode value, String path) {
    var fields = fields(value, path);
    var role = fields.requiredText("role");
    if (!ROLES.contains(role)) {
      throw fields.invalid(
          "role", "need system, developer, user, assistant or tool", fields.required("role"));
    }
    fields.requireAccepted(AcceptedFields.MESSAGE);
    var message = new LinkedHashMap<String, Object>();
    message.put("role", role.equals("developer") ? "system" : role);
    message.put("content", content(fields));
    fields.text("name").ifPresent(name -> message.put("name", name));
    if (role.equals("tool")) {
      message.put("tool_call_id", fields.requiredText("tool_call_id"));
    }
    return message;
  }

  /** A string, or text parts, joined by line ends. */
  private static String content(Fields message) {
    var content = message.required("content");
    if (content.isTextual()) {
      return content.textValue();
    }
    if (!content.isArray() || content.isEmpty()) {
      throw message.invalid("content", "need a string or a list of text parts", content);
    }
    var texts = new ArrayList<String>();
    for (var i = 0; i < content.size(); i++) {
      var part = fields(content.get(i), message.path("content[" + i + "]"));
      if (!part.requiredText("type").equals("text")) {
        throw part.invalid("type", "need \"text\"", part.required("type"));
      }
      part.requireAccepted(AcceptedFields.TEXT_PART);
      texts.add(part.requiredText("text"));
    }
    return String.join("\n", texts);
  }

  private static Fields fields(JsonNode value, String path) {
    if (!(value instanceof ObjectNode object)) {
      throw new RequestRefused(
          ApiError.invalidValue(path, "need an object, was " + Quoted.value(value)));
    }
    return new Fields(object, path);
  }
}
