package coop.imece.gateway.http;

import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.RequestRefused;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint of a request, and gives every answer what all answers have. */
final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final List<Endpoint> endpoints;
  private final Cors cors;

  Router(List<Endpoint> endpoints, Cors cors) {
    this.endpoints = List.copyOf(endpoints);
    this.cors = cors;
  }

  /** Never fails: faults become answers. */
  CompletionStage<HttpResponse> answer(HttpRequest request, Connection connection) {
    var startedNanos = System.nanoTime();
    var exchange = new Exchange(request, path(request), RequestIds.of(request), connection);
    return dispatch(exchange)
        .exceptionally(failure -> Responses.error(error(failure, exchange)))
        .thenApply(
            response ->
                cors.decorate(request, response)
                    .addHeader(RawHeader.create(RequestIds.HEADER, exchange.requestId()))
                    .addHeader(
                        RawHeader.create(
                            "openai-processing-ms",
                            Long.toString((System.nanoTime() - startedNanos) / 1_000_000))));
  }

  /** Decoded segment by segment, so that an escaped slash in a model's id is one. */
  private static String path(HttpRequest request) {
    return "/" + String.join("/", request.getUri().pathSegments());
  }

  private CompletionStage<HttpResponse> dispatch(Exchange exchange) {
    var here = endpoints.stream().filter(endpoint -> endpoint.matches(exchange.path())).toList();
    if (here.isEmpty()) {
      return done(Responses.error(ApiError.unknownUrl(exchange.path())));
    }
    var method = exchange.request().method();
    var endpoint = here.stream().filter(e -> e.method().equals(method)).findFirst();
    if (endpoint.isEmpty()) {
      return done(withoutEndpoint(exchange, here));
    }
    try {
      return endpoint.get().answer().apply(exchange);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private HttpResponse withoutEndpoint(Exchange exchange, List<Endpoint> here) {
    var methods = here.stream().map(e -> e.method().value()).collect(Collectors.joining(", "));
    var method = exchange.request().method();
    return method.equals(HttpMethods.OPTIONS)
        ? cors.preflight(exchange.request(), methods + ", OPTIONS")
        : Responses.error(ApiError.methodNotAllowed(method.value(), exchange.path(), methods))
            .addHeader(RawHeader.create("Allow", methods));
  }

  private static ApiError error(Throwable failure, Exchange exchange) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RequestRefused refused) {
      return refused.error();
    }
    if (!(cause instanceof CancellationException)) {
      LOG.error("request {} failed", exchange.requestId(), cause);
    }
    return ApiError.internal("internal error; the log has it as request " + exchange.requestId());
  }

  private static CompletionStage<HttpResponse> done(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
