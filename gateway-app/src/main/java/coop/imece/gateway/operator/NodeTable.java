package coop.imece.gateway.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Nodes as lines of text, one each. */
final class NodeTable {
  private static final String LINE = "%-34s  %-10s  %-18s  %-6s  %-6s  %-6s  %-8s  %s";

  private NodeTable() {}

  /**
   * @param nodes the list {@code data} of {@code /v1/operator/nodes}
   */
  static List<String> lines(JsonNode nodes) {
    var lines = new ArrayList<String>();
    lines.add(LINE.formatted("NODE", "STATE", "CLASS", "M", "R", "LAYERS", "LINE MS", "WHY"));
    for (var node : nodes) {
      lines.add(
          LINE.formatted(
              node.path("id").asText(),
              node.path("state").asText(),
              shown(node.path("class")),
              decimal(node.path("multiplier")),
              decimal(node.path("reliability")),
              layers(node.path("layers")),
              shown(node.path("access_ms")),
              why(node)));
    }
    return lines.stream().map(String::stripTrailing).toList();
  }

  private static String shown(JsonNode value) {
    return value.isNull() ? "-" : value.asText();
  }

  private static String decimal(JsonNode value) {
    return value.isNull() ? "-" : String.format(Locale.ROOT, "%.4f", value.asDouble());
  }

  private static String layers(JsonNode layers) {
    return layers.isNull()
        ? "-"
        : "%d..%d".formatted(layers.path("start").asInt(), layers.path("end").asInt() - 1);
  }

  private static String why(JsonNode node) {
    if (!node.path("review").isNull()) {
      return "review: " + node.path("review").asText();
    }
    return node.path("quarantine_until").isNull()
        ? ""
        : "quarantine until " + node.path("quarantine_until").asText();
  }
}
