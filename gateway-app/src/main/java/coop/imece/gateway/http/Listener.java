package coop.imece.gateway.http;

import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.TLSProtocol;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP port. It puts {@link ConnectionGuard} below the HTTP layer of every connection, which is
 * why it does not bind through pekko-http.
 */
final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final int BACKLOG = 1_024;

  private final ActorSystem<?> system;
  private final GatewaySettings settings;
  private final Router router;
  private final ServerSettings http;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private Tcp.ServerBinding binding;

  private Listener(ActorSystem<?> system, GatewaySettings settings, Router router) {
    this.system = system;
    this.settings = settings;
    this.router = router;
    this.http = httpSettings(system, settings);
  }

  static CompletionStage<Listener> bind(
      ActorSystem<?> system, GatewaySettings settings, Router router) {
    var listener = new Listener(system, settings, router);
    return Tcp.get(Adapter.toClassic(system))
        .bind(
            settings.host(),
            settings.port(),
            BACKLOG,
            List.<Inet.SocketOption>of(TcpSO.tcpNoDelay(true)),
            false,
            Optional.empty())
        .mapAsyncUnordered(settings.maxConnections(), listener::serve)
        .to(Sink.ignore())
        .run(Materializer.matFromSystem(system))
        .handle(
            (binding, failure) -> {
              if (failure != null) {
                throw new IllegalStateException(
                    "can't listen on %s:%d: the address is taken or not this machine's"
                        .formatted(settings.host(), settings.port()),
                    failure);
              }
              listener.binding = binding;
              return listener;
            });
  }

  InetSocketAddress address() {
    return binding.localAddress();
  }

  /** Accepts nothing more; done when all connections are closed, or the time is over. */
  CompletionStage<Void> close(Duration timeout) {
    return binding
        .unbind()
        .thenCompose(
            none -> {
              open.forEach(connection -> connection.progress().drain());
              return CompletableFuture.allOf(
                      open.stream().map(Connection::closed).toArray(CompletableFuture[]::new))
                  .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
            })
        .exceptionally(late -> null);
  }

  /** Done when the connection is closed. A connection that can't be served takes no other along. */
  private CompletionStage<Done> serve(Tcp.IncomingConnection incoming) {
    var connection = Connection.open(settings, incoming.remoteAddress().getAddress());
    open.add(connection);
    connection.closed().thenRun(() -> open.remove(connection));
    try {
      Http.get(system)
          .serverLayer(http, Optional.of(incoming.remoteAddress()))
          .atop(unencrypted())
          .atop(BidiFlow.fromGraph(new ConnectionGuard(connection, settings.writeTimeout())))
          .join(incoming.flow())
          .join(requests(connection))
          .run(Materializer.matFromSystem(system));
    } catch (RuntimeException e) {
      LOG.error("connection of {} can't be served", incoming.remoteAddress(), e);
      connection.cut();
    }
    return connection.closed();
  }

  private static BidiFlow<
          TLSProtocol.SslTlsOutbound, ByteString, ByteString, TLSProtocol.SslTlsInbound, NotUsed>
      unencrypted() {
    return BidiFlow.fromFlows(
            Flow.of(TLSProtocol.SslTlsOutbound.class),
            Flow.of(TLSProtocol.SessionBytes.class).map(bytes -> (TLSProtocol.SslTlsInbound) bytes))
        .atop(TLSPlacebo.getInstance());
  }

  private Flow<HttpRequest, HttpResponse, NotUsed> requests(Connection connection) {
    return Flow.<HttpRequest>create()
        .mapAsync(
            1,
            request -> {
              connection.progress().requestRead(System.nanoTime());
              return router.answer(request, connection);
            })
        .map(response -> noticeEnd(response, connection));
  }

  private static HttpResponse noticeEnd(HttpResponse response, Connection connection) {
    if (response.entity().isStrict()) {
      connection.progress().answered(System.nanoTime());
      return response;
    }
    return response.transformEntityDataBytes(
        Flow.of(ByteString.class)
            .watchTermination(
                (none, done) -> {
                  done.whenComplete(
                      (ended, failure) -> connection.progress().answered(System.nanoTime()));
                  return none;
                }));
  }

  /**
   * The guard and the endpoints hold the deadlines; the HTTP layer's own would cut long answers.
   */
  private static ServerSettings httpSettings(ActorSystem<?> system, GatewaySettings settings) {
    var overrides =
        ConfigFactory.parseString(
            """
            pekko.http.server {
              server-header = ""
              idle-timeout = infinite
              request-timeout = infinite
              linger-timeout = 5s
              pipelining-limit = 1
              transparent-head-requests = on
              verbose-error-messages = off
              parsing {
                max-content-length = %d
                illegal-header-warnings = off
                error-logging-verbosity = off
                error-handler = "%s"
              }
            }
            """
                .formatted(settings.maxBodyBytes(), ParsingErrors.class.getName()));
    return ServerSettings.create(overrides.withFallback(system.settings().config()));
  }
}
