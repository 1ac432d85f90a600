package coop.imece.gateway.carbon;

import com.typesafe.config.Config;
import coop.imece.core.NodeId;
import java.util.HashMap;
import java.util.Map;

/**
 * The section {@code imece.carbon}; {@code reference.conf} says what each key means.
 *
 * @param elsewhere grams per kWh where no region is known
 * @param nodesLimit nodes, and regions, whose totals are kept
 */
public record CarbonSettings(PowerTable power, double elsewhere, int nodesLimit) {

  /**
   * @param root the whole configuration
   */
  public static CarbonSettings from(Config root) {
    var config = root.getConfig("imece.carbon");
    var watts = config.getConfig("watts");
    return new CarbonSettings(
        new PowerTable(
            PowerTable.classes(watts::getInt),
            watts.getInt("UNRATED"),
            declared(config.getStringList("declared-watts"))),
        config.getDouble("elsewhere-grams-per-kwh"),
        config.getInt("nodes-limit"));
  }

  private static Map<NodeId, Integer> declared(Iterable<String> lines) {
    var declared = new HashMap<NodeId, Integer>();
    for (var line : lines) {
      var parts = line.split("=", -1);
      if (parts.length != 2 || !parts[1].matches("[1-9][0-9]{0,4}")) {
        throw new IllegalArgumentException(
            "imece.carbon.declared-watts must hold NODE=WATTS, watts from 1 to 99999, was '%s'"
                .formatted(line));
      }
      declared.put(new NodeId(parts[0]), Integer.parseInt(parts[1]));
    }
    return declared;
  }
}
