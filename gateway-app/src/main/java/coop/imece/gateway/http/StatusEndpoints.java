package coop.imece.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.CooperativeStatus;
import coop.imece.gateway.api.ModelListing;
import coop.imece.gateway.api.RequestRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What can be asked without a prompt: models, health, version. */
final class StatusEndpoints {
  private static final String MODEL = "/v1/models/";
  private final GatewayBackend backend;
  private final Duration statusTimeout;
  private final BooleanSupplier draining;

  StatusEndpoints(GatewayBackend backend, Duration statusTimeout, BooleanSupplier draining) {
    this.backend = backend;
    this.statusTimeout = statusTimeout;
    this.draining = draining;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(HttpMethods.GET, "/v1/models", this::models),
        new Endpoint(HttpMethods.GET, MODEL + "**", this::model),
        new Endpoint(HttpMethods.GET, "/livez", this::live),
        new Endpoint(HttpMethods.GET, "/readyz", this::ready),
        new Endpoint(HttpMethods.GET, "/health", this::ready),
        new Endpoint(HttpMethods.GET, "/version", this::version));
  }

  private CompletionStage<HttpResponse> models(Exchange exchange) {
    return status().thenApply(s -> Responses.ok(ModelListing.list(backend.models(), s)));
  }

  private CompletionStage<HttpResponse> model(Exchange exchange) {
    var id = exchange.path().substring(MODEL.length());
    var model =
        backend.models().find(id).orElseThrow(() -> new RequestRefused(ApiError.modelNotFound(id)));
    return status().thenApply(s -> Responses.ok(ModelListing.one(model, s)));
  }

  /** This process alone: peers that are missing are no reason to restart it. */
  private CompletionStage<HttpResponse> live(Exchange exchange) {
    return CompletableFuture.completedFuture(
        Responses.ok(JsonNodeFactory.instance.objectNode().put("status", "alive")));
  }

  private CompletionStage<HttpResponse> ready(Exchange exchange) {
    return status()
        .thenApply(
            status -> {
              var reasons = reasons(status);
              var body = JsonNodeFactory.instance.objectNode();
              body.put("status", reasons.isEmpty() ? "ready" : "not ready");
              var list = body.putArray("reasons");
              reasons.forEach(list::add);
              return Responses.json(reasons.isEmpty() ? 200 : 503, body);
            });
  }

  private CompletionStage<HttpResponse> version(Exchange exchange) {
    return CompletableFuture.completedFuture(
        Responses.ok(JsonNodeFactory.instance.objectNode().put("version", backend.version())));
  }

  private List<String> reasons(Optional<CooperativeStatus> status) {
    var reasons = new ArrayList<String>();
    if (draining.getAsBoolean()) {
      reasons.add("the gateway is stopping");
    }
    if (backend.models().all().isEmpty()) {
      reasons.add("no model is loaded");
    }
    if (status.isEmpty()) {
      reasons.add("the scheduler does not answer");
      return reasons;
    }
    for (var model : backend.models().all()) {
      var known = status.get().find(model.id());
      if (known.isEmpty()) {
        reasons.add(model.id() + ": no node has joined");
      } else if (!known.get().complete()) {
        reasons.add(
            "%s: %d of %d layers online, on %d nodes"
                .formatted(
                    model.id(),
                    known.get().layersCovered(),
                    known.get().layers(),
                    known.get().nodesOnline()));
      }
    }
    return reasons;
  }

  /** Empty when the scheduler fails or takes too long. */
  private CompletionStage<Optional<CooperativeStatus>> status() {
    return backend
        .status()
        .get()
        .toCompletableFuture()
        .copy()
        .orTimeout(statusTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(Optional::of)
        .exceptionally(failure -> Optional.empty());
  }
}
