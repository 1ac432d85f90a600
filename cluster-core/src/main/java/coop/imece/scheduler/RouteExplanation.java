package coop.imece.scheduler;

import coop.imece.core.WireMessage;
import coop.imece.scheduler.routing.NodeVerdict;
import java.util.List;

/**
 * Why each node would or would not serve a session planned now.
 *
 * @param summary which pipeline it would be and why, or why there is none
 */
public record RouteExplanation(String model, String summary, List<NodeVerdict> nodes)
    implements WireMessage {
  public RouteExplanation {
    nodes = List.copyOf(nodes);
  }
}
