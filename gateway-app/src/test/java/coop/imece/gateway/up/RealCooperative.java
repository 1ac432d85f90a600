package coop.imece.gateway.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.cli.Installation;
import coop.imece.cli.Verb;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.core.LayerRange;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Coordinators and nodes that serve imece-mini, as processes of the built distribution over mutual
 * TLS. Tests strike them; all end with the test's own process, however it ends.
 */
final class RealCooperative implements AutoCloseable {
  static final String MODEL = "imece-mini";
  private static final int LAYERS = 6;
  private static final int SPARES = 2;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String GATEWAY = "gateway";

  /** The cluster port of the coordinator that was started first. */
  private static final String FIRST = "first";

  private static final Pattern JOINED = Pattern.compile("(n_[0-9a-f]{32}) joined the coop");
  private static final Pattern PLANNED = Pattern.compile("is planned on \\[([^\\]]*)\\]");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final LocalFolder folder;
  private final Installation installation =
      new Installation(Path.of("..", "target", "imece").toAbsolutePath().normalize());
  private final List<LayerRange> slices;
  private final CertificateAuthority ca;
  private final Map<String, String> settings;
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, Process> processes = new HashMap<>();

  /** Of nodes, by their ids. */
  private final Map<String, String> names = new HashMap<>();

  private long readOfLog;
  private List<String> lastPlan = List.of();

  /** One gateway with ledger and scheduler, and two nodes for each slice. */
  RealCooperative(Path folder, int stages, Map<String, String> settings) throws Exception {
    this(folder, LayerRange.split(LAYERS, stages), settings);
    startGateway();
    startNodes(SPARES);
  }

  private RealCooperative(Path folder, List<LayerRange> slices, Map<String, String> settings)
      throws Exception {
    this.folder = new LocalFolder(folder);
    this.slices = slices;
    this.settings = new HashMap<>(settings);
    this.settings.put("IMECE_LOG_LEVEL", "DEBUG");
    this.settings.put("IMECE_SCHEDULER_ALLOW_SHARED_HARDWARE", "on");
    this.ca = this.folder.prepare(Instant.now());
    start("natives", Verb.NATIVES, List.of());
    if (!processes.remove("natives").waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("PyTorch is not unpacked after " + LIMIT);
    }
  }

  /**
   * Of which nothing runs yet.
   *
   * @param settings of all processes, as variables of their environment
   */
  static RealCooperative prepared(Path folder, int stages, Map<String, String> settings)
      throws Exception {
    return new RealCooperative(folder, LayerRange.split(LAYERS, stages), settings);
  }

  /** More settings, of processes that are started from now on. */
  void set(Map<String, String> more) {
    settings.putAll(more);
  }

  /** So many for each slice, and waits until they serve. */
  void startNodes(int forEachSlice) throws Exception {
    for (var node = 0; node < forEachSlice * slices.size(); node++) {
      startNode("node-" + node);
    }
    awaitReady(forEachSlice * slices.size());
    readNames();
  }

  void startGateway() throws IOException {
    startCoordinator(GATEWAY, "gateway,ledger,scheduler");
  }

  /**
   * The first that is started is what all others join by; each keeps its ports and its identity
   * when it is started again.
   */
  void startCoordinator(String name, String roles) throws IOException {
    var clusterPort = port(name + " in the cluster");
    var first = ports.computeIfAbsent(FIRST, none -> clusterPort);
    var arguments = new ArrayList<>(List.of("--roles", roles));
    arguments.addAll(List.of("--host", LOOPBACK, "--port", "" + port(name)));
    arguments.addAll(List.of("--cluster-host", LOOPBACK, "--cluster-port", "" + clusterPort));
    if (first != clusterPort) {
      arguments.addAll(List.of("--join", LOOPBACK + ":" + first));
    }
    startMember(name, Verb.GATEWAY, Role.GATEWAY, arguments);
  }

  private int port(String of) {
    return ports.computeIfAbsent(of, none -> FreePort.find());
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
            LOOPBACK + ":" + ports.get(FIRST),
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
    builder.environment().putAll(settings);
    processes.put(name, builder.start());
  }

  /** Waits until so many nodes could serve a session. */
  void awaitReady(int nodes) throws InterruptedException {
    awaitServing(nodes, Integer.MAX_VALUE);
  }

  /** Waits until the scheduler has forgotten so many of those that were started. */
  void awaitGone(int nodes) throws InterruptedException {
    awaitServing(0, names.size() - nodes);
  }

  private void awaitServing(int least, int most) throws InterruptedException {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    while (servingNodes() < least || servingNodes() > most) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%d nodes serve after %s, not %d to %d".formatted(servingNodes(), LIMIT, least, most));
      }
      if (processes.get(GATEWAY).waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the gateway ended: " + folder.log(GATEWAY));
      }
    }
  }

  /** Waits until a process has said this. */
  void awaitLog(String name, String text) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Files.readString(folder.log(name)).contains(text)) {
      if (processes.get(name).waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new AssertionError("%s never said '%s'".formatted(name, text));
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
    try (var log = new RandomAccessFile(folder.log(GATEWAY).toFile(), "r")) {
      log.seek(readOfLog);
      var more = new byte[(int) (log.length() - readOfLog)];
      log.readFully(more);
      readOfLog += more.length;
      PLANNED
          .matcher(new String(more, StandardCharsets.UTF_8))
          .results()
          .forEach(planned -> lastPlan = List.of(planned.group(1).split(", ")));
    }
    return lastPlan.stream().map(names::get).toList();
  }

  private void readNames() throws IOException {
    for (var name : processes.keySet()) {
      var joined = JOINED.matcher(Files.readString(folder.log(name)));
      if (joined.find()) {
        names.put(joined.group(1), name);
      }
    }
  }

  /** SIGKILL. */
  void kill(String name) throws InterruptedException {
    processes.get(name).destroyForcibly().waitFor();
  }

  void killGateway() throws InterruptedException {
    kill(GATEWAY);
  }

  /** SIGTERM, and waits for the end. */
  void stopGateway() throws InterruptedException {
    processes.get(GATEWAY).destroy();
    processes.get(GATEWAY).waitFor();
  }

  /** SIGSTOP: it takes and says nothing any more, and its connections stay. */
  void freeze(String name) throws IOException, InterruptedException {
    signal(name, "-STOP");
  }

  /** SIGCONT. */
  void thaw(String name) throws IOException, InterruptedException {
    signal(name, "-CONT");
  }

  private void signal(String name, String signal) throws IOException, InterruptedException {
    var pid = Long.toString(processes.get(name).pid());
    if (new ProcessBuilder("kill", signal, pid).start().waitFor() != 0) {
      throw new IllegalStateException("can't send %s to %s".formatted(signal, name));
    }
  }

  URI url(String path) {
    return url(GATEWAY, path);
  }

  URI url(String gateway, String path) {
    return URI.create("http://%s:%d%s".formatted(LOOPBACK, port(gateway), path));
  }

  /** Folder of a process's own files. */
  Path data(String name) {
    return folder.data(name);
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
}
