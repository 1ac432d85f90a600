package coop.imece.gateway.http;

import coop.imece.core.NodeId;
import coop.imece.gateway.api.RouteQuestion;
import coop.imece.gateway.carbon.CarbonTotals;
import coop.imece.gateway.operator.OperatorToken;
import coop.imece.scheduler.NodeList;
import coop.imece.scheduler.RouteExplanation;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What stands behind the routes of those who look after a cooperative.
 *
 * @param explain why each node would or would not serve a session
 * @param nodes all of them, those that are not there included
 * @param review done when the node's review has begun or ended, with all nodes as they are then
 * @param carbon what all answers since the gateway started have cost
 * @param token by which the operator is known
 */
public record Operations(
    Function<RouteQuestion, CompletionStage<RouteExplanation>> explain,
    Supplier<CompletionStage<NodeList>> nodes,
    Function<ReviewOrder, CompletionStage<NodeList>> review,
    Supplier<CompletionStage<CarbonTotals>> carbon,
    OperatorToken token) {

  /**
   * @param clear whether the review ends; else it begins
   */
  public record ReviewOrder(NodeId node, boolean clear) {}
}
