package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.SessionId;
import coop.imece.core.WireMessage;
import coop.imece.scheduler.registry.Rating;
import coop.imece.stage.PipelinePlan;
import java.util.List;

/** The answer to {@link SchedulerProtocol.PlanSession}. */
public sealed interface PlanReply extends WireMessage {
  SessionId session();

  /**
   * @param ratings of the stages' nodes at this moment, by which they are paid; nodes that never
   *     registered a benchmark have none
   * @param profiles of the stages' nodes at this moment, in the plan's order
   */
  record Planned(
      SessionId session, PipelinePlan plan, List<Rating> ratings, List<StageProfile> profiles)
      implements PlanReply {
    public Planned {
      ratings = List.copyOf(ratings);
      profiles = List.copyOf(profiles);
    }

    /** A plan over nodes of which nothing is known but their stages. */
    public Planned(SessionId session, PipelinePlan plan) {
      this(session, plan, List.of(), List.of());
    }
  }

  /**
   * @param missing the layers that no ready slice holds, when layers are what is missing
   */
  record NoPipeline(
      SessionId session, NoPipelineReason reason, String text, List<LayerRange> missing)
      implements PlanReply {
    public NoPipeline {
      missing = List.copyOf(missing);
    }
  }
}
