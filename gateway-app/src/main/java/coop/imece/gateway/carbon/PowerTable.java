package coop.imece.gateway.carbon;

import coop.imece.core.NodeId;
import coop.imece.scheduler.hardware.HardwareClass;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Which power a node is taken to draw while it works.
 *
 * @param ofClass one for each class
 * @param unrated of nodes that never registered a benchmark, watts
 * @param declared watts by node; these come first
 */
public record PowerTable(
    Map<HardwareClass, Integer> ofClass, int unrated, Map<NodeId, Integer> declared) {
  public PowerTable {
    ofClass = Map.copyOf(ofClass);
    declared = Map.copyOf(declared);
    for (var hardwareClass : HardwareClass.values()) {
      if (!ofClass.containsKey(hardwareClass)) {
        throw new IllegalArgumentException("no watts are given for " + hardwareClass);
      }
    }
  }

  /**
   * @param hardwareClass empty for a node without a benchmark
   */
  public Power of(NodeId node, Optional<HardwareClass> hardwareClass) {
    var said = declared.get(node);
    return said == null
        ? new Power(hardwareClass.map(ofClass::get).orElse(unrated), PowerBasis.ESTIMATED)
        : new Power(said, PowerBasis.DECLARED);
  }

  static Map<HardwareClass, Integer> classes(ToIntFunction<String> watts) {
    var table = new EnumMap<HardwareClass, Integer>(HardwareClass.class);
    for (var hardwareClass : HardwareClass.values()) {
      table.put(hardwareClass, watts.applyAsInt(hardwareClass.name()));
    }
    return table;
  }
}
