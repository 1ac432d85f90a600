package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.scheduler.routing.Choice;
import java.util.List;

/** Which nodes serve a session, or why none can. */
public sealed interface RouteDecision {

  record Route(String model, Choice choice) implements RouteDecision {}

  /**
   * @param missing layers that no ready slice holds, when layers are what is missing
   */
  record NoRoute(NoPipelineReason reason, String text, List<LayerRange> missing)
      implements RouteDecision {
    public NoRoute {
      missing = List.copyOf(missing);
    }
  }
}
