package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.core.WireMessage;
import java.util.List;
import java.util.Optional;

/** Every node that is there or was ever rated, by id. */
public record NodeList(List<ListedNode> nodes) implements WireMessage {
  public NodeList {
    nodes = List.copyOf(nodes);
  }

  public Optional<ListedNode> find(NodeId id) {
    return nodes.stream().filter(listed -> listed.node().equals(id)).findFirst();
  }
}
