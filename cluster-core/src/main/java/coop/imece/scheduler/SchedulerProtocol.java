package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.core.WireMessage;
import coop.imece.scheduler.registry.Measurement;
import coop.imece.stage.StageProtocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** What the scheduler accepts. Every question is answered at once, from what it knows. */
public final class SchedulerProtocol {
  private SchedulerProtocol() {}

  public sealed interface Command
      permits Advertise,
          RegisterHardware,
          PlanSession,
          SessionEnded,
          Review,
          GridScores,
          ExplainRoute,
          GetStatus,
          ListNodes,
          Internal {}

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

  /** From a node, after its benchmark and at every start. The same twice changes nothing. */
  public record RegisterHardware(Measurement measurement) implements Command, WireMessage {}

  /**
   * From an operator: puts a node under review, or clears it.
   *
   * @param clear whether the review ends; else it begins
   */
  public record Review(NodeId node, boolean clear) implements Command, WireMessage {}

  /**
   * From the gateway that watches the power grids.
   *
   * @param scores P_grid by region, in [0, 1]; regions that are missing count as 0.5
   */
  public record GridScores(Map<String, Double> scores) implements Command, WireMessage {
    public GridScores {
      scores = Map.copyOf(scores);
    }
  }

  /**
   * Which pipeline shall serve a session? The plan is advice: a stage may still refuse.
   *
   * @param promptTokens positions to prefill, an answer so far included
   * @param maxTokens the most that may be sampled behind them
   * @param avoid nodes that must not be part of the plan
   * @param cached what nodes still have of the prompt
   */
  public record PlanSession(
      SessionId session,
      String model,
      int promptTokens,
      int maxTokens,
      Set<NodeId> avoid,
      List<CachedPrefix> cached,
      ActorRef<PlanReply> replyTo)
      implements Command, WireMessage {
    public PlanSession {
      avoid = Set.copyOf(avoid);
      cached = List.copyOf(cached);
      if (promptTokens < 1 || maxTokens < 1) {
        throw new IllegalArgumentException(
            "need promptTokens >= 1 and maxTokens >= 1, was %d and %d"
                .formatted(promptTokens, maxTokens));
      }
    }

    /** A session whose prompt no node has seen. */
    public PlanSession(
        SessionId session,
        String model,
        int promptTokens,
        int maxTokens,
        Set<NodeId> avoid,
        ActorRef<PlanReply> replyTo) {
      this(session, model, promptTokens, maxTokens, avoid, List.of(), replyTo);
    }
  }

  /**
   * @param positions from the first on, whose keys and values the node has
   */
  public record CachedPrefix(NodeId node, int positions) {}

  /**
   * From a session's owner: at every failure at once, naming the nodes that failed, and at its end,
   * naming those that served it to the end.
   *
   * @param seen the steps of a node that served alone, as the owner saw them
   */
  public record SessionEnded(
      SessionId session, Set<NodeId> completed, Set<NodeId> failed, Optional<SeenSteps> seen)
      implements Command, WireMessage {
    public SessionEnded {
      completed = Set.copyOf(completed);
      failed = Set.copyOf(failed);
    }
  }

  /** Why would each node serve, or not serve, a session like this? */
  public record ExplainRoute(
      String model,
      int promptTokens,
      int maxTokens,
      Set<NodeId> avoid,
      ActorRef<RouteExplanation> replyTo)
      implements Command, WireMessage {
    public ExplainRoute {
      avoid = Set.copyOf(avoid);
    }
  }

  public record GetStatus(ActorRef<CooperativeStatus> replyTo) implements Command, WireMessage {}

  /** From an operator: every node, those that are not there included. */
  public record ListNodes(ActorRef<NodeList> replyTo) implements Command, WireMessage {}

  /** The scheduler's own timers and signals: implemented privately, never on the wire. */
  public non-sealed interface Internal extends Command {}
}
