package coop.imece.gateway.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.cli.Installation;
import coop.imece.cli.Verb;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.core.LayerRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A gateway and two nodes for each slice of imece-mini, as processes of the built distribution over
 * mutual TLS. Tests strike them; all end with the test's own process, however it ends.
 */
final class RealCooperative implements AutoCloseable {
  static final String MODEL = "imece-mini";
  private static final int LAYERS = 6;
  private static final int SPARES = 2;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String GATEWAY = "gateway";
  private static final Pattern JOINED = Pattern.compile("(n_[0-9a-f]{32}) joined the coop");
  private static final Pattern PLANNED = Pattern.compile("is planned on \\[([^\\]]*)\\]");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final LocalFolder folder;
  private final Installation installation =
      new Installation(Path.of("..", "target", "imece").toAbsolutePath().normalize());
  private final List<LayerRange> slices;
  private final CertificateAuthority ca;
  private final int port = freePort();
  private final int clusterPort = freePort();
  private final Map<String, Process> processes = new HashMap<>();

  RealCooperative(Path folder, int stages) throws Exception {
    this.folder = new LocalFolder(folder);
    this.slices = LayerRange.split(LAYERS, stages);
    this.ca = this.folder.prepare(Instant.now());
    start("natives", Verb.NATIVES, List.of());
    if (!processes.remove("natives").waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("PyTorch is not unpacked after " + LIMIT);
    }
    startGateway();
    for (var node = 0; node < SPARES * stages; node++) {
      startNode(name(node));
    }
    awaitReady(SPARES * stages);
  }

  private static String name(int node) {
    return "node-" + node;
  }

  void startGateway() throws IOException {
    startMember(
        GATEWAY,
        Verb.GATEWAY,
        Role.GATEWAY,
        List.of(
            "--host",
            LOOPBACK,
            "--port",
            "" + port,
            "--cluster-host",
            LOOPBACK,
            "--cluster-port",
            "" + clusterPort));
  }

  /** Under the same name and with the same identity as before. */
  void startNode(String name) throws IOException {
    var slice = slices.get(Integer.parseInt(name.substring("node-".length())) % slices.size());
    startMember(
        name,
        Verb.NODE,
        Role.NODE,
        List.of(
            "--join",
            LOOPBACK + ":" + clusterPort,
            "--name",
            name,
            "--host",
            LOOPBACK,
            "--port",
            "0",
            "--threads",
            "1",
            "--memory",
            "256MiB",
            "--layers",
            "%d..%d".formatted(slice.start(), slice.end() - 1)));
  }

  private void startMember(String name, Verb verb, Role role, List<String> own) throws IOException {
    folder.issue(ca, name, role, Instant.now());
    var arguments = new ArrayList<>(own);
    arguments.addAll(List.of("--model", MODEL, "--precision", "fp32"));
    arguments.addAll(List.of("--tls", folder.tls(name).toString()));
    arguments.addAll(List.of("--data", folder.data(name).toString()));
    start(name, verb, arguments);
  }

  private void start(String name, Verb verb, List<String> own) throws IOException {
    var arguments = new ArrayList<>(List.of("--supervised"));
    arguments.addAll(own);
    var log = folder.log(name).toFile();
    var builder =
        new ProcessBuilder(ChildCommand.of(installation, verb, arguments))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().put("XDG_CONFIG_HOME", folder.path().resolve("config").toString());
    builder.environment().put("IMECE_LOG_LEVEL", "DEBUG");
    builder.environment().put("IMECE_SCHEDULER_ALLOW_SHARED_HARDWARE", "on");
    processes.put(name, builder.start());
  }

  /** Waits until so many nodes could serve a session. */
  void awaitReady(int nodes) throws InterruptedException {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    while (servingNodes() < nodes) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%d of %d nodes serve after %s".formatted(servingNodes(), nodes, LIMIT));
      }
      if (processes.get(GATEWAY).waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the gateway ended: " + folder.log(GATEWAY));
      }
    }
  }

  /** Nodes that are part of a pipeline, or would be if they were faster. */
  private long servingNodes() throws InterruptedException {
    var request = HttpRequest.newBuilder(url("/v1/route/explain?model=" + MODEL)).build();
    try {
      var verdicts = JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
      return verdicts.path("nodes").findValuesAsText("verdict").stream()
          .filter(List.of("chosen", "slower", "banned")::contains)
          .count();
    } catch (IOException starting) {
      return 0;
    }
  }

  /** The names of the nodes that the last planned session runs on, in the pipeline's order. */
  List<String> serving() throws IOException {
    var planned = PLANNED.matcher(Files.readString(folder.log(GATEWAY)));
    var last = planned.results().reduce((first, second) -> second).orElseThrow();
    var names = names();
    return Arrays.stream(last.group(1).split(", ")).map(names::get).toList();
  }

  private Map<String, String> names() throws IOException {
    var names = new HashMap<String, String>();
    for (var name : processes.keySet()) {
      var joined = JOINED.matcher(Files.readString(folder.log(name)));
      if (joined.find()) {
        names.put(joined.group(1), name);
      }
    }
    return names;
  }

  /** SIGKILL. */
  void kill(String name) throws InterruptedException {
    processes.get(name).destroyForcibly().waitFor();
  }

  void killGateway() throws InterruptedException {
    kill(GATEWAY);
  }

  /** SIGSTOP: it takes and says nothing any more, and its connections stay. */
  void freeze(String name) throws IOException, InterruptedException {
    var pid = Long.toString(processes.get(name).pid());
    if (new ProcessBuilder("kill", "-STOP", pid).start().waitFor() != 0) {
      throw new IllegalStateException("can't stop " + name);
    }
  }

  URI url(String path) {
    return URI.create("http://%s:%d%s".formatted(LOOPBACK, port, path));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url(path)).build();
    return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    processes.values().forEach(Process::destroyForcibly);
    processes.values().forEach(process -> process.onExit().join());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
