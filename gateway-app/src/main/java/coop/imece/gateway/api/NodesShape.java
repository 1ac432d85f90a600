package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.scheduler.CooperativeStatus.NodeStatus;
import coop.imece.scheduler.ListedNode;
import coop.imece.scheduler.NodeList;
import coop.imece.scheduler.registry.Rating;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** The JSON of {@code /v1/operator/nodes}: every key always there, null for what is not known. */
public final class NodesShape {
  private static final int SCALE = 4;

  private NodesShape() {}

  public static ObjectNode list(NodeList nodes, Instant now) {
    var root = JsonNodeFactory.instance.objectNode().put("object", "list");
    var data = root.putArray("data");
    nodes.nodes().forEach(node -> data.add(one(node, now)));
    return root;
  }

  public static ObjectNode one(ListedNode listed, Instant now) {
    var node = JsonNodeFactory.instance.objectNode();
    var rating = listed.rating();
    var status = listed.status();
    node.put("id", listed.node().value());
    node.put("state", listed.standing(now.toEpochMilli()).name());
    node.put("class", rating.map(r -> r.hardwareClass().name()).orElse(null));
    node.put("multiplier", rating.map(r -> BigDecimal.valueOf(r.m4(), SCALE)).orElse(null));
    node.put("reliability", rating.map(r -> BigDecimal.valueOf(r.r4(), SCALE)).orElse(null));
    node.put("review", rating.flatMap(Rating::review).map(Enum::name).orElse(null));
    node.put(
        "quarantine_until",
        rating
            .map(r -> Instant.ofEpochMilli(r.quarantineUntilMillis()))
            .filter(end -> end.isAfter(now))
            .map(Instant::toString)
            .orElse(null));
    node.put("model", status.flatMap(NodeStatus::model).orElse(null));
    RouteShape.putLayers(node, status.flatMap(NodeStatus::layers));
    node.put("slice", status.flatMap(NodeStatus::state).map(Enum::name).orElse(null));
    node.put("sessions", status.map(NodeStatus::sessions).orElse(0));
    node.put("region", status.flatMap(NodeStatus::region).orElse(null));
    node.put(
        "access_ms",
        status
            .flatMap(NodeStatus::accessSeconds)
            .map(s -> BigDecimal.valueOf(1_000 * s).setScale(2, RoundingMode.HALF_UP))
            .orElse(null));
    return node;
  }
}
