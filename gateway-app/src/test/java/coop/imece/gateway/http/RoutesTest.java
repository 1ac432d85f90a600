package coop.imece.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.gateway.ScriptedGeneration;
import coop.imece.gateway.TestGateway;
import coop.imece.gateway.api.CooperativeStatus;
import coop.imece.gateway.api.CooperativeStatus.ModelStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paths, methods, media types, headers, and what is told without a prompt. */
class RoutesTest {
  private static final AtomicReference<CompletionStage<CooperativeStatus>> STATUS =
      new AtomicReference<>();
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    var pipeline = new ScriptedGeneration(request -> ScriptedGeneration.says(request, "ok"));
    gateway =
        new TestGateway(
            pipeline.behavior(),
            STATUS::get,
            "imece.gateway { status-timeout = 200ms, max-body-bytes = 4KiB,"
                + " allowed-origins = [\"http://localhost:*\", \"https://chat.example\"] }");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void allOnline() {
    STATUS.set(TestGateway.complete());
  }

  private static String error(String message, String code) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"%s\"}}"
        .formatted(message, code);
  }

  @Test
  void models_are_listed_with_their_state() throws Exception {
    STATUS.set(
        CompletableFuture.completedFuture(
            new CooperativeStatus(List.of(new ModelStatus(TestGateway.MODEL, 8, 4, false, 1)))));
    assertEquals(
        "{\"object\":\"list\",\"data\":["
            + "{\"id\":\"org/letters\",\"object\":\"model\",\"created\":1700000000,"
            + "\"owned_by\":\"imece\",\"max_context_length\":1000,\"state\":\"degraded\","
            + "\"coverage\":0.5,\"nodes_online\":1},"
            + "{\"id\":\"plain\",\"object\":\"model\",\"created\":1700000001,"
            + "\"owned_by\":\"imece\",\"max_context_length\":1000,\"state\":\"broken\","
            + "\"coverage\":0.0,\"nodes_online\":0}]}",
        gateway.get("/v1/models").body());
  }

  @Test
  void a_model_is_found_by_its_raw_and_its_escaped_id() throws Exception {
    var raw = gateway.get("/v1/models/org/letters");
    assertEquals(200, raw.statusCode());
    assertTrue(raw.body().contains("\"state\":\"online\""));
    assertEquals(raw.body(), gateway.get("/v1/models/org%2Fletters").body());
    assertEquals(404, gateway.get("/v1/models/nobody").statusCode());
  }

  @Test
  void ready_means_that_every_model_has_a_pipeline() throws Exception {
    for (var path : List.of("/readyz", "/health")) {
      var ready = gateway.get(path);
      assertEquals(200, ready.statusCode());
      assertEquals("{\"status\":\"ready\",\"reasons\":[]}", ready.body());
    }
    STATUS.set(
        CompletableFuture.completedFuture(
            new CooperativeStatus(List.of(new ModelStatus("plain", 8, 4, false, 1)))));
    var waiting = gateway.get("/readyz");
    assertEquals(503, waiting.statusCode());
    assertEquals(
        "{\"status\":\"not ready\",\"reasons\":[\"org/letters: no node has joined\","
            + "\"plain: 4 of 8 layers online, on 1 nodes\"]}",
        waiting.body());
    STATUS.set(new CompletableFuture<>());
    assertEquals(
        "{\"status\":\"not ready\",\"reasons\":[\"the scheduler does not answer\"]}",
        gateway.get("/readyz").body());
  }

  @Test
  void alive_and_version_need_no_peers() throws Exception {
    STATUS.set(new CompletableFuture<>());
    assertEquals("{\"status\":\"alive\"}", gateway.get("/livez").body());
    assertEquals("{\"version\":\"0.1.0-test\"}", gateway.get("/version").body());
  }

  @Test
  void an_unknown_path_is_404_and_a_wrong_method_405_with_allow() throws Exception {
    var unknown = gateway.get("/v1/responses");
    assertEquals(404, unknown.statusCode());
    assertEquals(error("Unknown URL: \\\"/v1/responses\\\"", "unknown_url"), unknown.body());
    var wrong = gateway.get("/v1/chat/completions");
    assertEquals(405, wrong.statusCode());
    assertEquals("POST", wrong.headers().firstValue("allow").get());
    assertEquals(
        error("GET is not allowed on /v1/chat/completions, need POST", "method_not_allowed"),
        wrong.body());
    assertEquals(
        405,
        gateway
            .send(gateway.request("/livez").method("DELETE", BodyPublishers.noBody()))
            .statusCode());
  }

  @Test
  void head_answers_like_get_without_a_body() throws Exception {
    var head = gateway.send(gateway.request("/livez").method("HEAD", BodyPublishers.noBody()));
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
  }

  @Test
  void only_plain_json_is_read() throws Exception {
    var form =
        gateway.send(
            gateway
                .request("/v1/completions")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{}")));
    assertEquals(415, form.statusCode());
    assertTrue(form.body().contains("Content-Type must be application/json"), form.body());
    var zipped =
        gateway.send(gateway.posting("/v1/completions", "{}").header("Content-Encoding", "gzip"));
    assertEquals(415, zipped.statusCode());
    var invalid =
        gateway.send(
            gateway
                .request("/v1/completions")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xC3, '}'})));
    assertEquals(400, invalid.statusCode());
    assertTrue(invalid.body().contains("it is not UTF-8"), invalid.body());
  }

  @Test
  void a_body_over_the_limit_is_413_whether_announced_or_not() throws Exception {
    var body = "{\"prompt\":\"" + "x".repeat(8_192) + "\"}";
    var announced = gateway.post("/v1/completions", body);
    assertEquals(413, announced.statusCode());
    assertEquals(
        error("The body must be at most 4096 bytes", "request_too_large"), announced.body());
    var chunked =
        gateway.send(
            gateway
                .request("/v1/completions")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(body.getBytes()))));
    assertEquals(413, chunked.statusCode());
  }

  @Test
  void a_huge_body_is_refused_before_it_is_read() throws Exception {
    try (var socket = gateway.connect()) {
      var head =
          "POST /v1/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
              + "Content-Length: 104857600\r\n\r\n{\"prompt\":\"";
      socket.getOutputStream().write(head.getBytes());
      var answer = new byte[12];
      assertEquals(12, socket.getInputStream().readNBytes(answer, 0, 12));
      assertEquals("HTTP/1.1 413", new String(answer));
    }
  }

  @Test
  void a_plain_request_id_is_kept_and_any_other_replaced() throws Exception {
    var kept = gateway.send(gateway.request("/livez").header("x-request-id", "my-id.7"));
    assertEquals("my-id.7", kept.headers().firstValue("x-request-id").get());
    var replaced = gateway.send(gateway.request("/livez").header("x-request-id", "a b\"<c>"));
    assertTrue(replaced.headers().firstValue("x-request-id").get().matches("req_[0-9a-f]{32}"));
  }

  @Test
  void bytes_that_are_no_http_get_the_same_error_object() throws Exception {
    for (var start :
        List.of(
            "GET / HTTP/1.1\r\nHost a\r\n\r\n",
            "FOO / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n")) {
      try (var socket = gateway.connect()) {
        socket.getOutputStream().write(start.getBytes());
        var answer = new String(socket.getInputStream().readAllBytes());
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("\"code\":\"invalid_http\""), answer);
        assertTrue(answer.contains("x-request-id: req_"), answer);
      }
    }
  }

  @Test
  void a_page_of_an_allowed_origin_may_read_answers_and_others_may_not() throws Exception {
    for (var origin :
        List.of("http://localhost:5173", "http://localhost", "https://chat.example")) {
      var raw = rawWithOrigin("GET /livez", origin);
      assertTrue(raw.contains("Access-Control-Allow-Origin: " + origin + "\r\n"), raw);
      var preflight = rawWithOrigin("OPTIONS /v1/chat/completions", origin);
      assertTrue(preflight.startsWith("HTTP/1.1 204 "), preflight);
      assertTrue(preflight.contains("Access-Control-Allow-Methods: POST, OPTIONS\r\n"), preflight);
    }
    for (var origin :
        List.of(
            "http://localhost.evil.example",
            "https://chat.example:444",
            "null",
            "http://localhost:1@x")) {
      var raw = rawWithOrigin("GET /livez", origin);
      assertTrue(raw.startsWith("HTTP/1.1 200 ") && !raw.contains("Access-Control"), raw);
    }
  }

  private static String rawWithOrigin(String start, String origin) throws Exception {
    try (var socket = gateway.connect()) {
      var request =
          start + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: " + origin + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes());
      return new String(socket.getInputStream().readAllBytes());
    }
  }
}
