package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.List;

/** Which nodes serve a session, or why none can. */
public sealed interface RouteDecision {

  record Route(String model, List<Candidate> stages) implements RouteDecision {
    public Route {
      stages = List.copyOf(stages);
    }
  }

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
