package coop.imece.gateway.http;

import coop.imece.core.NodeId;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.CarbonShape;
import coop.imece.gateway.api.NodesShape;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.gateway.api.RouteQuestion;
import coop.imece.gateway.api.RouteShape;
import coop.imece.gateway.api.ServedModels;
import coop.imece.gateway.http.Operations.ReviewOrder;
import coop.imece.scheduler.ListedNode;
import coop.imece.scheduler.NodeList;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Why sessions go where they go, for everyone; and what the operator alone may see and decide. */
final class OperationsEndpoints {
  private static final String NODES = "/v1/operator/nodes";
  private static final String REVIEW = "/review";
  private static final String CLEAR = "/clear";

  private final Operations operations;
  private final ServedModels models;
  private final int retryAfterSeconds;
  private final InstantSource clock;

  OperationsEndpoints(
      Operations operations, ServedModels models, int retryAfterSeconds, InstantSource clock) {
    this.operations = operations;
    this.models = models;
    this.retryAfterSeconds = retryAfterSeconds;
    this.clock = clock;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(HttpMethods.GET, "/v1/route/explain", this::explain),
        new Endpoint(HttpMethods.GET, "/v1/carbon", this::carbon),
        new Endpoint(HttpMethods.GET, NODES, operatorOnly(this::nodes)),
        new Endpoint(HttpMethods.POST, NODES + "/**", operatorOnly(this::review)));
  }

  private CompletionStage<HttpResponse> explain(Exchange exchange) {
    var query = exchange.request().getUri().query().toMultiMap();
    return answered(operations.explain().apply(RouteQuestion.read(query, models)))
        .thenApply(explanation -> Responses.ok(RouteShape.json(explanation)));
  }

  private CompletionStage<HttpResponse> carbon(Exchange exchange) {
    return operations.carbon().get().thenApply(totals -> Responses.ok(CarbonShape.json(totals)));
  }

  private CompletionStage<HttpResponse> nodes(Exchange exchange) {
    return answered(operations.nodes().get())
        .thenApply(nodes -> Responses.ok(NodesShape.list(nodes, clock.instant())));
  }

  private CompletionStage<HttpResponse> review(Exchange exchange) {
    var order = order(exchange.path());
    return answered(operations.nodes().get())
        .thenCompose(
            nodes -> {
              requireRated(nodes, order.node());
              return answered(operations.review().apply(order));
            })
        .thenApply(nodes -> reviewed(order, nodes));
  }

  private HttpResponse reviewed(ReviewOrder order, NodeList nodes) {
    var node = requireRated(nodes, order.node());
    if (node.rating().orElseThrow().suspended() == order.clear()) {
      throw new RequestRefused(
          ApiError.overloaded("the scheduler's journal is behind; try again", retryAfterSeconds));
    }
    return Responses.ok(NodesShape.one(node, clock.instant()));
  }

  private static ListedNode requireRated(NodeList nodes, NodeId id) {
    return nodes
        .find(id)
        .filter(node -> node.rating().isPresent())
        .orElseThrow(
            () ->
                new RequestRefused(
                    ApiError.notFound(
                        "no_such_node", "%s never registered a benchmark here".formatted(id))));
  }

  private static ReviewOrder order(String path) {
    var rest = path.substring(NODES.length() + 1);
    var clear = rest.endsWith(CLEAR);
    if (!clear && !rest.endsWith(REVIEW)) {
      throw new RequestRefused(ApiError.unknownUrl(path));
    }
    var id = rest.substring(0, rest.length() - (clear ? CLEAR : REVIEW).length());
    try {
      return new ReviewOrder(new NodeId(id), clear);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiError.badRequest(e.getMessage()));
    }
  }

  /** The token alone would do; that it must come from this machine keeps guessers out, too. */
  private Function<Exchange, CompletionStage<HttpResponse>> operatorOnly(
      Function<Exchange, CompletionStage<HttpResponse>> answer) {
    return exchange -> {
      if (!exchange.connection().remote().isLoopbackAddress()) {
        throw new RequestRefused(ApiError.operatorElsewhere());
      }
      var header = exchange.request().getHeader("Authorization").map(given -> given.value());
      if (!operations.token().admits(header)) {
        throw new RequestRefused(ApiError.operatorUnknown());
      }
      return answer.apply(exchange);
    };
  }

  private <T> CompletionStage<T> answered(CompletionStage<T> asked) {
    return asked.exceptionally(
        failure -> {
          throw new CompletionException(
              new RequestRefused(
                  ApiError.noRoute("the scheduler does not answer", retryAfterSeconds)));
        });
  }
}
