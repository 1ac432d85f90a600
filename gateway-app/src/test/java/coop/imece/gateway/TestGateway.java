package coop.imece.gateway;

import com.typesafe.config.ConfigFactory;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.CooperativeStatus;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.gateway.api.ServedModel;
import coop.imece.gateway.api.ServedModels;
import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.http.GatewayBackend;
import coop.imece.gateway.http.GatewayServer;
import coop.imece.gateway.http.GatewaySettings;
import coop.imece.gateway.http.Operations;
import coop.imece.gateway.operator.OperatorToken;
import coop.imece.stage.SamplingParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.Behavior;

/** A real server on a free port of the loopback, before a pipeline given by the test. */
public final class TestGateway implements AutoCloseable {
  public static final String MODEL = "org/letters";
  public static final int CONTEXT = 1000;

  private final ActorTestKit kit;
  private final GatewayServer server;
  private final GatewayBackend backend;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public TestGateway(Behavior<GenerationCommand> generation, String overrides) {
    this(generation, TestGateway::complete, overrides);
  }

  public TestGateway(
      Behavior<GenerationCommand> generation,
      Supplier<CompletionStage<CooperativeStatus>> status,
      String overrides) {
    this(generation, status, kit -> withoutScheduler(), overrides);
  }

  /**
   * @param operations of the system in which the server runs
   */
  public TestGateway(
      Behavior<GenerationCommand> generation,
      Supplier<CompletionStage<CooperativeStatus>> status,
      Function<ActorTestKit, Operations> operations,
      String overrides) {
    var config =
        ConfigFactory.parseString(
                overrides
                    + "\nimece.gateway.port = 0\n"
                    + "pekko.coordinated-shutdown.phases.before-service-unbind.timeout = 40s\n")
            .withFallback(ConfigFactory.load());
    kit = ActorTestKit.create("TestGateway", config);
    var models =
        new ServedModels(
            List.of(
                new ServedModel(MODEL, 1_700_000_000L, CONTEXT, defaults(), new LetterCodec(true)),
                new ServedModel(
                    "plain", 1_700_000_001L, CONTEXT, defaults(), new LetterCodec(false))));
    backend =
        new GatewayBackend(
            models,
            kit.spawn(generation),
            status,
            request ->
                CompletableFuture.failedFuture(
                    new RequestRefused(ApiError.unknownUrl(request.getUri().getPathString()))),
            operations.apply(kit),
            "0.1.0-test");
    server =
        GatewayServer.bind(kit.system(), GatewaySettings.of(config), backend)
            .toCompletableFuture()
            .join();
  }

  /** As when the scheduler is being moved: nobody answers. */
  private static Operations withoutScheduler() {
    return new Operations(
        question -> CompletableFuture.failedFuture(new TimeoutException()),
        () -> CompletableFuture.failedFuture(new TimeoutException()),
        order -> CompletableFuture.failedFuture(new TimeoutException()),
        () -> CompletableFuture.failedFuture(new TimeoutException()),
        tokenOfNobody());
  }

  /** Its file is gone again: no test reads it. */
  private static OperatorToken tokenOfNobody() {
    try {
      var folder = Files.createTempDirectory("imece-operator");
      var token = OperatorToken.make(folder, new SecureRandom());
      Files.delete(folder.resolve(OperatorToken.FILE));
      Files.delete(folder);
      return token;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static CompletionStage<CooperativeStatus> complete() {
    return CompletableFuture.completedFuture(
        new CooperativeStatus(
            List.of(
                new CooperativeStatus.ModelStatus(MODEL, 8, 8, true, 2),
                new CooperativeStatus.ModelStatus("plain", 4, 4, true, 2))));
  }

  private static SamplingParameters defaults() {
    return new SamplingParameters(1, 1, 0, 0, 1, 0, 0);
  }

  public GatewayServer server() {
    return server;
  }

  public GatewayBackend backend() {
    return backend;
  }

  public ActorTestKit kit() {
    return kit;
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(20));
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  public HttpRequest.Builder posting(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send(posting(path, json));
  }

  /** A plain socket, for clients that misbehave. */
  public Socket connect() throws IOException {
    var socket = new Socket("127.0.0.1", server.address().getPort());
    socket.setSoTimeout(15_000);
    return socket;
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
