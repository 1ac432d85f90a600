package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Values from a request as shown in an error: as JSON, cut short. */
final class Quoted {
  private static final int SHOWN_CHARS = 60;

  private Quoted() {}

  static String text(String value) {
    return value.length() <= SHOWN_CHARS
        ? TextNode.valueOf(value).toString()
        : TextNode.valueOf(value.substring(0, SHOWN_CHARS)) + "...";
  }

  static String value(JsonNode value) {
    if (value.isTextual()) {
      return text(value.textValue());
    }
    if (value.isObject()) {
      return "an object";
    }
    if (value.isArray()) {
      return value.isEmpty() ? "an empty list" : "a list";
    }
    return value.isDouble() && Double.isInfinite(value.doubleValue())
        ? "a number beyond all bounds"
        : value.toString();
  }
}
