package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.core.LayerRange;
import coop.imece.scheduler.RouteExplanation;
import java.util.Locale;
import java.util.Optional;

/** The JSON of {@code /v1/route/explain}. */
public final class RouteShape {
  private RouteShape() {}

  public static ObjectNode json(RouteExplanation explanation) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("object", "route.explanation");
    root.put("model", explanation.model());
    root.put("summary", explanation.summary());
    var nodes = root.putArray("nodes");
    for (var verdict : explanation.nodes()) {
      var node = nodes.addObject();
      node.put("id", verdict.node().value());
      putLayers(node, verdict.layers());
      node.put("verdict", verdict.verdict().name().toLowerCase(Locale.ROOT));
      node.put("reason", verdict.text());
    }
    return root;
  }

  /** Half-open, as everywhere: {@code {"start":0,"end":6}} are the layers 0 to 5. */
  static void putLayers(ObjectNode node, Optional<LayerRange> layers) {
    if (layers.isEmpty()) {
      node.putNull("layers");
    } else {
      var range = layers.get();
      node.putObject("layers").put("start", range.start()).put("end", range.end());
    }
  }
}
