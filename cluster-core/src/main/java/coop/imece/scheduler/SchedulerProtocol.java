package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.core.WireMessage;
import coop.imece.stage.StageProtocol;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** What the scheduler accepts. Every question is answered at once, from what it knows. */
public final class SchedulerProtocol {
  private SchedulerProtocol() {}

  public sealed interface Command permits Advertise, PlanSession, GetStatus, Internal {}

  /**
   * From a node, every two seconds and at every change. A node that is silent for longer than
   * {@code imece.scheduler.forget-after} is forgotten.
   *
   * @param node is told what to serve
   * @param stage where its slice is reached; present once the slice is READY
   */
  public record Advertise(
      NodeAdvertisement advertisement,
      ActorRef<NodeCommand> node,
      Optional<ActorRef<StageProtocol.Command>> stage)
      implements Command, WireMessage {
    public Advertise {
      var ready =
          advertisement.slice().filter(slice -> slice.state() == SliceState.READY).isPresent();
      if (ready && stage.isEmpty()) {
        throw new IllegalArgumentException(
            "%s advertises a READY slice without a stage".formatted(advertisement.node()));
      }
    }
  }

  /**
   * Which pipeline shall serve a session? The plan is advice: a stage may still refuse.
   *
   * @param promptTokens positions to prefill, an answer so far included
   * @param maxTokens the most that may be sampled behind them
   * @param avoid nodes that must not be part of the plan
   */
  public record PlanSession(
      SessionId session,
      String model,
      int promptTokens,
      int maxTokens,
      Set<NodeId> avoid,
      ActorRef<PlanReply> replyTo)
      implements Command, WireMessage {
    public PlanSession {
      avoid = Set.copyOf(avoid);
      if (promptTokens < 1 || maxTokens < 1) {
        throw new IllegalArgumentException(
            "need promptTokens >= 1 and maxTokens >= 1, was %d and %d"
                .formatted(promptTokens, maxTokens));
      }
    }
  }

  public record GetStatus(ActorRef<CooperativeStatus> replyTo) implements Command, WireMessage {}

  /** The scheduler's own timers and signals: implemented privately, never on the wire. */
  public non-sealed interface Internal extends Command {}
}
