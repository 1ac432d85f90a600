package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.core.NodeId;
import coop.imece.gateway.carbon.CarbonTotals;
import coop.imece.gateway.carbon.CarbonUse;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The JSON of {@code /v1/carbon}, and what answers say of their own cost. */
public final class CarbonShape {
  private CarbonShape() {}

  public static ObjectNode json(CarbonTotals totals) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("object", "carbon");
    root.put("since", totals.since().toString());
    root.put("answers", totals.answers());
    put(root, totals.all());
    var regions = root.putArray("regions");
    new TreeMap<>(totals.regions())
        .forEach(
            (name, use) -> {
              var region = regions.addObject();
              region.put("region", name.equals(CarbonTotals.NO_REGION) ? null : name);
              region.put("grams_per_kwh", totals.gramsPerKwh(name));
              put(region, use);
            });
    var nodes = root.putArray("nodes");
    totals.nodes().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(NodeId::value)))
        .forEach(
            entry -> put(nodes.addObject().put("id", entry.getKey().value()), entry.getValue()));
    root.put("nodes_left_out", totals.nodesLeftOut());
    return root;
  }

  static void put(ObjectNode node, CarbonUse use) {
    node.put("energy_j", use.joules());
    node.put("carbon_g", use.grams());
    node.put("carbon_basis", use.basis().name().toLowerCase(Locale.ROOT));
  }
}
