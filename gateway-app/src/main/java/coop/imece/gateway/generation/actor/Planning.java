package coop.imece.gateway.generation.actor;

import coop.imece.core.NodeId;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.scheduler.PlanReply;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.PlanSession;
import coop.imece.scheduler.SchedulerProtocol.SessionEnded;
import coop.imece.stage.StageAssignment;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;

/** What a session asks of the scheduler, and tells it about the nodes that it was given. */
final class Planning {
  private final GenerationRequest request;
  private final AnswerSoFar answer;
  private final ActorRef<SchedulerProtocol.Command> scheduler;
  private final ActorRef<PlanReply> replyTo;
  private final Set<NodeId> avoid = new HashSet<>();
  private long deadlineNanos;

  Planning(
      GenerationRequest request,
      AnswerSoFar answer,
      ActorRef<SchedulerProtocol.Command> scheduler,
      ActorRef<PlanReply> replyTo) {
    this.request = request;
    this.answer = answer;
    this.scheduler = scheduler;
    this.replyTo = replyTo;
  }

  void within(Duration bound) {
    deadlineNanos = System.nanoTime() + bound.toNanos();
  }

  boolean late() {
    return System.nanoTime() > deadlineNanos;
  }

  void ask() {
    scheduler.tell(
        new PlanSession(
            request.session(),
            request.model(),
            answer.nextPosition(),
            answer.tokensLeft(),
            avoid,
            replyTo));
  }

  /** This session's next plans leave the node out. */
  void avoid(NodeId node) {
    avoid.add(node);
  }

  void avoidNone() {
    avoid.clear();
  }

  /** At once, so that no other session is planned on the node. */
  void failedAt(NodeId node) {
    scheduler.tell(new SessionEnded(request.session(), Set.of(), Set.of(node), Optional.empty()));
  }

  void servedBy(OpenStages stages) {
    var nodes =
        stages.plan().stages().stream().map(StageAssignment::node).collect(Collectors.toSet());
    scheduler.tell(new SessionEnded(request.session(), nodes, Set.of(), stages.seen()));
  }
}
