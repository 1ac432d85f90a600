package coop.imece.gateway.actor;

import coop.imece.gateway.api.RouteQuestion;
import coop.imece.gateway.carbon.actor.CarbonAccount;
import coop.imece.gateway.carbon.actor.CarbonAccount.GetTotals;
import coop.imece.gateway.http.Operations;
import coop.imece.gateway.http.Operations.ReviewOrder;
import coop.imece.gateway.operator.OperatorToken;
import coop.imece.scheduler.NodeList;
import coop.imece.scheduler.RouteExplanation;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.ExplainRoute;
import coop.imece.scheduler.SchedulerProtocol.ListNodes;
import coop.imece.scheduler.SchedulerProtocol.Review;
import coop.imece.scheduler.registry.Rating;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Asks the scheduler what its operators want to know, and tells it what they decide. */
record SchedulerOperations(
    ActorSystem<?> system, ActorRef<SchedulerProtocol.Command> scheduler, Duration timeout) {
  private static final long LOOK_AGAIN_MILLIS = 50;

  Operations with(ActorRef<CarbonAccount.Command> carbon, OperatorToken token) {
    return new Operations(
        this::explain,
        this::nodes,
        this::review,
        () -> AskPattern.ask(carbon, GetTotals::new, timeout, system.scheduler()),
        token);
  }

  private CompletionStage<RouteExplanation> explain(RouteQuestion question) {
    return AskPattern.ask(
        scheduler,
        replyTo ->
            new ExplainRoute(
                question.model(),
                question.promptTokens(),
                question.maxTokens(),
                question.avoid(),
                replyTo),
        timeout,
        system.scheduler());
  }

  private CompletionStage<NodeList> nodes() {
    return AskPattern.ask(scheduler, ListNodes::new, timeout, system.scheduler());
  }

  /** The journal is written in the background: looks until the node's rating shows it. */
  private CompletionStage<NodeList> review(ReviewOrder order) {
    scheduler.tell(new Review(order.node(), order.clear()));
    return untilDone(order, timeout.toMillis() / LOOK_AGAIN_MILLIS);
  }

  private CompletionStage<NodeList> untilDone(ReviewOrder order, long looksLeft) {
    return nodes()
        .thenCompose(
            nodes -> {
              if (looksLeft <= 0 || done(order, nodes)) {
                return CompletableFuture.completedFuture(nodes);
              }
              var later =
                  CompletableFuture.delayedExecutor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
              return CompletableFuture.runAsync(() -> {}, later)
                  .thenCompose(none -> untilDone(order, looksLeft - 1));
            });
  }

  private static boolean done(ReviewOrder order, NodeList nodes) {
    return nodes
        .find(order.node())
        .flatMap(listed -> listed.rating())
        .map(Rating::suspended)
        .filter(suspended -> suspended != order.clear())
        .isPresent();
  }
}
