package coop.imece.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.gateway.api.AnswerShape;
import coop.imece.gateway.api.ChatRequest;
import coop.imece.gateway.api.ChatShape;
import coop.imece.gateway.api.CompletionRequest;
import coop.imece.gateway.api.CompletionShape;
import coop.imece.gateway.api.Prompts;
import coop.imece.gateway.ledger.LedgerPages;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cooperative's HTTP API on one TCP port. */
public final class GatewayServer {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  private final Listener listener;
  private final AtomicBoolean draining;
  private final GatewaySettings settings;

  private GatewayServer(Listener listener, AtomicBoolean draining, GatewaySettings settings) {
    this.listener = listener;
    this.draining = draining;
    this.settings = settings;
  }

  /**
   * Listens, and drains when the system shuts down. Fails with an {@link IllegalStateException}
   * that says in one sentence why the address can't be had.
   */
  public static CompletionStage<GatewayServer> bind(
      ActorSystem<?> system, GatewaySettings settings, GatewayBackend backend) {
    var draining = new AtomicBoolean();
    var router = router(system, settings, backend, draining);
    return Listener.bind(system, settings, router)
        .thenApply(
            listener -> {
              var server = new GatewayServer(listener, draining, settings);
              server.drainOnShutdown(system);
              return server;
            });
  }

  /** Where it listens; the port is the real one when 0 was asked. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /**
   * Accepts no more connections and no more prompts, lets answers under way end, and closes every
   * connection, at the latest after the drain timeout. Always succeeds.
   */
  public CompletionStage<Void> drain() {
    draining.set(true);
    return listener.close(settings.drainTimeout());
  }

  private void drainOnShutdown(ActorSystem<?> system) {
    var shutdown = CoordinatedShutdown.get(system);
    var phase = CoordinatedShutdown.PhaseBeforeServiceUnbind();
    var bound = shutdown.timeout(phase).toMillis();
    if (bound < settings.drainTimeout().toMillis()) {
      LOG.warn(
          "pekko.coordinated-shutdown.phases.{}.timeout is {} ms: answers under way have no longer"
              + " at shutdown, though imece.gateway.drain-timeout is {} ms",
          phase,
          bound,
          settings.drainTimeout().toMillis());
    }
    shutdown.addTask(
        phase,
        "drain-gateway",
        () -> drain().thenApply(closed -> org.apache.pekko.Done.getInstance()));
  }

  private static Router router(
      ActorSystem<?> system,
      GatewaySettings settings,
      GatewayBackend backend,
      AtomicBoolean draining) {
    var random = new SecureRandom();
    var limits = settings.requestLimits();
    var completions = new Completions(system, settings, backend, draining);
    var endpoints =
        new ArrayList<>(
            new StatusEndpoints(backend, settings.statusTimeout(), draining::get).all());
    endpoints.addAll(
        new OperationsEndpoints(
                backend.operations(),
                backend.models(),
                settings.retryAfterSeconds(),
                InstantSource.system())
            .all());
    for (var prefix : List.of(LedgerPages.API, LedgerPages.FILES)) {
      endpoints.add(
          new Endpoint(
              HttpMethods.GET,
              prefix + "**",
              exchange -> backend.ledger().apply(exchange.request())));
    }
    endpoints.add(
        completions.endpoint(
            "/v1/chat/completions",
            new ChatShape(),
            json -> ChatRequest.read(json, backend.models(), limits, random::nextLong)));
    endpoints.add(
        completions.endpoint(
            "/v1/completions",
            new CompletionShape(),
            json -> CompletionRequest.read(json, backend.models(), limits, random::nextLong)));
    return new Router(endpoints, new Cors(settings.allowedOrigins()));
  }

  /** What the two completion endpoints share, the places above all. */
  private static final class Completions {
    private final ActorSystem<?> system;
    private final GatewaySettings settings;
    private final AtomicBoolean draining;
    private final Materializer materializer;
    private final Admission admission;
    private final Answering answering;

    Completions(
        ActorSystem<?> system,
        GatewaySettings settings,
        GatewayBackend backend,
        AtomicBoolean draining) {
      this.system = system;
      this.settings = settings;
      this.draining = draining;
      this.materializer = Materializer.matFromSystem(system);
      this.admission = new Admission(settings.concurrentRequests(), settings.queuedRequests());
      this.answering = new Answering(backend.generation(), settings);
    }

    Endpoint endpoint(String path, AnswerShape shape, Function<ObjectNode, Prompts> reader) {
      var endpoint =
          new CompletionsEndpoint(
              shape,
              reader,
              new BodyReader(settings.maxBodyBytes(), settings.bodyTimeout(), materializer),
              system
                  .dispatchers()
                  .lookup(DispatcherSelector.fromConfig("imece.gateway.tokenizer-dispatcher")),
              admission,
              draining::get,
              answering,
              settings,
              materializer);
      return new Endpoint(HttpMethods.POST, path, endpoint::answer);
    }
  }
}
