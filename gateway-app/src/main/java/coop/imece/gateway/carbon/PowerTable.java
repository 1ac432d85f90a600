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
   * What the operator declared comes first: it may know the whole machine's power, of which a node
   * measures its processors' and their memory's.
   *
   * @param hardwareClass empty for a node without a benchmark
   * @param measured watts by the node itself, empty where its machine can't say it
   */
  public Power of(NodeId node, Optional<HardwareClass> hardwareClass, Optional<Integer> measured) {
    var said = Optional.ofNullable(declared.get(node));
    return said.map(watts -> new Power(watts, PowerBasis.DECLARED))
        .or(() -> measured.map(watts -> new Power(watts, PowerBasis.MEASURED)))
        .orElseGet(
            () -> new Power(hardwareClass.map(ofClass::get).orElse(unrated), PowerBasis.ESTIMATED));
  }

  static Map<HardwareClass, Integer> classes(ToIntFunction<String> watts) {
    var table = new EnumMap<HardwareClass, Integer>(HardwareClass.class);
    for (var hardwareClass : HardwareClass.values()) {
      table.put(hardwareClass, watts.applyAsInt(hardwareClass.name()));
    }
    return table;
  }
}
