package coop.imece.gateway.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.cli.ExitCode;
import coop.imece.cli.ImeceCommandLine;
import coop.imece.cli.Verb;
import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.gateway.ScriptedGeneration;
import coop.imece.gateway.TestGateway;
import coop.imece.gateway.TestHardware;
import coop.imece.gateway.carbon.CarbonBook;
import coop.imece.gateway.carbon.Intensities;
import coop.imece.gateway.carbon.PowerBasis;
import coop.imece.gateway.carbon.StageCarbon;
import coop.imece.gateway.carbon.actor.CarbonAccount;
import coop.imece.gateway.http.Operations;
import coop.imece.gateway.operator.OperatorToken;
import coop.imece.gateway.operator.OperatorVerb;
import coop.imece.scheduler.HeldSlice;
import coop.imece.scheduler.NodeAdvertisement;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.Advertise;
import coop.imece.scheduler.SchedulerProtocol.RegisterHardware;
import coop.imece.scheduler.ServedModel;
import coop.imece.scheduler.Sightings;
import coop.imece.scheduler.SliceState;
import coop.imece.scheduler.StageSpeed;
import coop.imece.scheduler.actor.Scheduler;
import coop.imece.scheduler.actor.SchedulerSettings;
import coop.imece.scheduler.registry.actor.VolatileRegistry;
import coop.imece.stage.StageProtocol;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users ask first and what operators decide: over HTTP and the verb, from a real scheduler.
 */
class OperationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NODES = "/v1/operator/nodes";
  private static final NodeId FAST = TestHardware.node(1);
  private static final NodeId SLOW = TestHardware.node(2);
  private static final NodeId UNRATED = TestHardware.node(3);

  @TempDir Path data;
  private final CarbonBook book = new CarbonBook(Instant.EPOCH, 10);
  private TestGateway gateway;
  private ActorRef<SchedulerProtocol.Command> scheduler;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() {
    var silent = new ScriptedGeneration(request -> List.of());
    gateway = new TestGateway(silent.behavior(), TestGateway::complete, this::operations, "");
    serve(1, 0.01, true);
    serve(2, 0.03, true);
    serve(3, 0.05, false);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Operations operations(ActorTestKit kit) {
    var settings = SchedulerSettings.from(kit.system().settings().config());
    scheduler =
        kit.spawn(
            Scheduler.create(
                settings, () -> 0, 1, VolatileRegistry.create(settings.registry(), () -> 0)));
    var account =
        kit.spawn(CarbonAccount.create(book, () -> new Intensities(Map.of("NO", 30.0), 480)));
    try {
      return new SchedulerOperations(kit.system(), scheduler, Duration.ofSeconds(3))
          .with(account, OperatorToken.make(data, new SecureRandom()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A node that holds all of the model and, maybe, registered a benchmark. */
  private void serve(int index, double seconds, boolean rated) {
    var id = TestHardware.node(index);
    var kit = gateway.kit();
    var slice =
        new HeldSlice(
            "plain",
            new LayerRange(0, 4),
            SliceState.READY,
            64,
            0,
            Optional.of(new StageSpeed(seconds, 0.001)));
    var said =
        new NodeAdvertisement(
            id,
            List.of(new ServedModel("plain", Precision.BF16, 4, 100, 10, 10, 1, 64)),
            1 << 20,
            Optional.empty(),
            Optional.of(slice),
            Optional.of("NO"),
            Optional.empty(),
            Optional.empty(),
            Sightings.NONE,
            Instant.EPOCH);
    var commands = kit.<NodeCommand>createTestProbe();
    var stage = kit.<StageProtocol.Command>createTestProbe();
    if (rated) {
      scheduler.tell(new RegisterHardware(TestHardware.measured(index)));
    }
    scheduler.tell(new Advertise(said, commands.ref(), Optional.of(stage.ref())));
  }

  @Test
  void an_explanation_says_of_every_node_why_it_would_serve_or_not() throws Exception {
    var explained =
        json(gateway.get("/v1/route/explain?model=plain&prompt_tokens=5&max_tokens=3"), 200);
    assertEquals("route.explanation", explained.path("object").asText());
    assertEquals("plain", explained.path("model").asText());
    assertTrue(explained.path("summary").asText().startsWith("1 stages, 1"), explained.toString());
    assertEquals(
        """
        {"id":"%s","layers":{"start":0,"end":4},"verdict":"chosen","reason":"it is the whole pipeline"}\
        """
            .formatted(FAST),
        explained.at("/nodes/0").toString());
    assertEquals("slower", explained.at("/nodes/1/verdict").asText());
    var avoiding =
        json(
            gateway.get("/v1/route/explain?model=plain&avoid=%s,%s".formatted(FAST, UNRATED)), 200);
    assertEquals(
        List.of("avoided", "chosen", "avoided"),
        avoiding.path("nodes").findValuesAsText("verdict"));
    var full = json(gateway.get("/v1/route/explain?model=plain&prompt_tokens=90"), 200);
    assertEquals(
        "90 positions",
        full.at("/nodes/0/reason").asText().replaceAll(".*needs (\\d+)", "$1 positions"));
  }

  @Test
  void a_question_that_can_t_be_answered_names_the_parameter() throws Exception {
    var cases = new ArrayList<List<String>>();
    cases.add(List.of("", "400", "model", "model: required, was missing"));
    cases.add(
        List.of(
            "?model=gpt-9",
            "404",
            "model",
            "The model \"gpt-9\" is not served here; GET /v1/models lists those that are"));
    for (var wrong : List.of("0", "-1", "1e3", "", "1000000000")) {
      cases.add(
          List.of(
              "?model=plain&prompt_tokens=" + wrong,
              "400",
              "prompt_tokens",
              "prompt_tokens: need a whole number between 1 and 100000000, was \"%s\""
                  .formatted(wrong)));
    }
    cases.add(
        List.of(
            "?model=plain&avoid=n_1",
            "400",
            "avoid",
            "avoid: need node ids, n_ and 32 hex digits, with commas between, was \"n_1\""));
    cases.add(
        List.of(
            "?model=plain&model=plain", "400", "model", "model: need it once, was there 2 times"));
    cases.add(List.of("?model=plain&tokens=3", "400", "tokens", "tokens: unknown parameter"));
    for (var wrong : cases) {
      var answer = gateway.get("/v1/route/explain" + wrong.get(0));
      var error = json(answer, Integer.parseInt(wrong.get(1))).path("error");
      assertEquals(wrong.get(2), error.path("param").asText(), wrong.get(0));
      assertEquals(wrong.get(3), error.path("message").asText());
    }
  }

  @Test
  void only_who_shows_the_token_is_the_operator() throws Exception {
    for (var authorization :
        List.of("", "Bearer ", "Bearer " + "0".repeat(64), token(), "Basic " + token())) {
      for (var request :
          List.of(
              gateway.request(NODES),
              gateway.request(NODES + "/" + FAST + "/review").POST(BodyPublishers.noBody()))) {
        if (!authorization.isEmpty()) {
          request.header("Authorization", authorization);
        }
        var answer = gateway.send(request);
        assertEquals(401, answer.statusCode(), authorization);
        assertEquals("Bearer", answer.headers().firstValue("www-authenticate").orElse(""));
        assertFalse(answer.body().contains(token()), answer.body());
      }
    }
    var nodes = json(gateway.send(asOperator(NODES)), 200).path("data");
    assertEquals(
        List.of("ACTIVE", "ACTIVE", "ACTIVE"), nodes.findValuesAsText("state"), nodes.toString());
  }

  @Test
  void a_node_under_review_serves_nothing_until_it_is_cleared() throws Exception {
    var reviewed = decide(FAST, "review");
    assertEquals(200, reviewed.statusCode(), reviewed.body());
    assertEquals(
        """
        {"id":"%s","state":"SUSPENDED","class":"MID_CONSUMER_GPU","multiplier":1.0500,\
        "reliability":1.0000,"review":"OPERATOR","quarantine_until":null,"model":"plain",\
        "layers":{"start":0,"end":4},"slice":"READY","sessions":0,"region":"NO",\
        "access_ms":null}\
        """
            .formatted(FAST),
        reviewed.body());
    var explained = json(gateway.get("/v1/route/explain?model=plain"), 200);
    assertEquals(
        List.of("suspended", "chosen", "slower"),
        explained.path("nodes").findValuesAsText("verdict"));
    assertEquals("ACTIVE", json(decide(FAST, "clear"), 200).path("state").asText());
    assertEquals("ACTIVE", json(decide(FAST, "clear"), 200).path("state").asText());
  }

  @Test
  void a_decision_about_nobody_is_refused() throws Exception {
    var unrated = decide(UNRATED, "review");
    assertEquals(404, unrated.statusCode());
    assertTrue(unrated.body().contains(UNRATED + " never registered a benchmark here"));
    assertEquals(404, decide(new NodeId("n_" + "0".repeat(32)), "clear").statusCode());
    assertEquals(404, decide(FAST, "praise").statusCode());
    assertEquals(
        400,
        gateway.send(asOperator(NODES + "/n_1/review").POST(BodyPublishers.noBody())).statusCode());
  }

  @Test
  void the_carbon_account_is_told_by_region_and_by_node() throws Exception {
    assertEquals(
        "{\"object\":\"carbon\",\"since\":\"1970-01-01T00:00:00Z\",\"answers\":0,"
            + "\"energy_j\":0.000,\"carbon_g\":0.000000,\"carbon_basis\":\"measured\","
            + "\"regions\":[],\"nodes\":[],\"nodes_left_out\":0}",
        gateway.get("/v1/carbon").body());
    book.add(
        List.of(
            new StageCarbon(FAST, Optional.of("NO"), 11_250, 94, PowerBasis.ESTIMATED),
            new StageCarbon(SLOW, Optional.empty(), 1_000, 133, PowerBasis.DECLARED)));
    var nodes =
        Stream.of(
                "{\"id\":\"%s\",\"energy_j\":11.250,".formatted(FAST)
                    + "\"carbon_g\":0.000094,\"carbon_basis\":\"estimated\"}",
                "{\"id\":\"%s\",\"energy_j\":1.000,".formatted(SLOW)
                    + "\"carbon_g\":0.000133,\"carbon_basis\":\"declared\"}")
            .sorted()
            .toList();
    assertEquals(
        "{\"object\":\"carbon\",\"since\":\"1970-01-01T00:00:00Z\",\"answers\":1,"
            + "\"energy_j\":12.250,\"carbon_g\":0.000227,\"carbon_basis\":\"estimated\","
            + "\"regions\":[{\"region\":null,\"grams_per_kwh\":480.0,"
            + "\"energy_j\":1.000,\"carbon_g\":0.000133,\"carbon_basis\":\"declared\"},"
            + "{\"region\":\"NO\",\"grams_per_kwh\":30.0,"
            + "\"energy_j\":11.250,\"carbon_g\":0.000094,\"carbon_basis\":\"estimated\"}],"
            + "\"nodes\":[%s],\"nodes_left_out\":0}".formatted(String.join(",", nodes)),
        gateway.get("/v1/carbon").body());
  }

  @Test
  void the_verb_lists_suspends_and_clears() {
    assertEquals(ExitCode.DONE, operator("nodes"), err.toString());
    assertEquals(
        "%s  ACTIVE      MID_CONSUMER_GPU    1.0500  1.0000  0..3    -".formatted(FAST),
        line(FAST));
    assertEquals(
        "%s  ACTIVE      -                   -       -       0..3    -".formatted(UNRATED),
        line(UNRATED));
    assertEquals(ExitCode.DONE, operator("review", FAST.value()), err.toString());
    assertEquals(FAST + " is SUSPENDED", lastLine(out));
    assertEquals(ExitCode.DONE, operator("clear", FAST.value()), err.toString());
    assertEquals(FAST + " is ACTIVE", lastLine(out));
    assertEquals(ExitCode.FAILED, operator("review", "n_"));
    assertEquals("imece operator review: 3 nodes begin with 'n_', need one", lastLine(err));
    assertEquals(ExitCode.FAILED, operator("review", UNRATED.value().substring(0, 20)));
    assertEquals(
        "imece operator review: %s never registered a benchmark here (404)".formatted(UNRATED),
        lastLine(err));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its files have no POSIX permissions")
  void the_token_is_its_owner_s_alone_and_never_leaves_the_machine() throws Exception {
    var file = data.resolve(OperatorToken.FILE);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        ExitCode.USAGE,
        run("operator", "nodes", "--url", "http://192.0.2.1:80", "--token-file", "" + file));
    assertEquals(
        "imece operator nodes: --url must be http://127.0.0.1:PORT: the token is not sent over a"
            + " network, was http://192.0.2.1:80",
        lastLine(err));
    var before = token();
    OperatorToken.make(data, new SecureRandom());
    assertFalse(token().equals(before));
    assertEquals(ExitCode.REFUSED, operator("nodes"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(ExitCode.REFUSED, operator("nodes"));
    assertEquals(
        "imece operator nodes: can't read the operator's token: %s must be readable by its owner only (0600), was rw-r--r--"
            .formatted(file),
        lastLine(err));
  }

  private String line(NodeId node) {
    return out.toString().lines().filter(l -> l.startsWith(node.value())).findFirst().orElseThrow();
  }

  private int operator(String... arguments) {
    var all = new ArrayList<>(List.of("operator"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--url", gateway.url("").toString()));
    all.addAll(List.of("--token-file", data.resolve(OperatorToken.FILE).toString()));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return ImeceCommandLine.create(Map.of(Verb.OPERATOR, new OperatorVerb()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private static String lastLine(StringWriter text) {
    var lines = text.toString().lines().toList();
    return lines.get(lines.size() - 1);
  }

  private HttpResponse<String> decide(NodeId node, String decision) throws Exception {
    return gateway.send(
        asOperator("%s/%s/%s".formatted(NODES, node, decision)).POST(BodyPublishers.noBody()));
  }

  private HttpRequest.Builder asOperator(String path) throws IOException {
    return gateway.request(path).header("Authorization", "Bearer " + token());
  }

  private String token() throws IOException {
    return OperatorToken.read(data.resolve(OperatorToken.FILE));
  }

  private static JsonNode json(HttpResponse<String> answer, int status) throws IOException {
    assertEquals(status, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }
}
