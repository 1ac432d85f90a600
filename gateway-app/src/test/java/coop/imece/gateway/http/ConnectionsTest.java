package coop.imece.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.gateway.LetterCodec;
import coop.imece.gateway.ScriptedGeneration;
import coop.imece.gateway.TestGateway;
import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave, stand still, drip or crowd; and the server's own end. */
class ConnectionsTest {
  private ScriptedGeneration pipeline;

  private TestGateway gateway(
      Function<GenerationRequest, List<GenerationEvent>> script, String overrides) {
    pipeline = new ScriptedGeneration(script);
    return new TestGateway(pipeline.behavior(), overrides);
  }

  private static void send(Socket socket, String body) throws IOException {
    var head =
        "POST /v1/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n";
    socket.getOutputStream().write((head.formatted(body.length()) + body).getBytes());
  }

  private static String prompt(boolean stream) {
    return "{\"model\":\"plain\",\"prompt\":\"hi\",\"stream\":%s}".formatted(stream);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_client_that_goes_away_is_noticed_within_a_second(boolean stream) throws Exception {
    try (var gateway = gateway(request -> ScriptedGeneration.begins("abc"), "")) {
      GenerationCommand.Start start;
      try (var socket = gateway.connect()) {
        send(socket, prompt(stream));
        start = pipeline.expect(GenerationCommand.Start.class);
      }
      assertTimeout(
          Duration.ofSeconds(1),
          () ->
              assertEquals(
                  start.request().session(),
                  pipeline.expect(GenerationCommand.Cancel.class).session()));
    }
  }

  @Test
  void a_finished_answer_is_not_cancelled_when_its_connection_closes() throws Exception {
    try (var gateway = gateway(request -> ScriptedGeneration.says(request, "abc"), "")) {
      gateway.post("/v1/completions", prompt(true));
      pipeline.expect(GenerationCommand.Start.class);
      gateway.server().drain().toCompletableFuture().join();
      assertEquals(List.of(), pipeline.soFar());
    }
  }

  @Test
  void a_full_queue_is_503_overloaded_with_retry_after() throws Exception {
    try (var gateway =
            gateway(
                request -> ScriptedGeneration.begins("abc"),
                "imece.gateway { concurrent-requests = 1, queued-requests = 0 }");
        var running = gateway.connect()) {
      send(running, prompt(true));
      pipeline.expect(GenerationCommand.Start.class);
      var refused = gateway.post("/v1/completions", prompt(false));
      assertEquals(503, refused.statusCode());
      assertEquals("2", refused.headers().firstValue("retry-after").get());
      assertEquals(
          "{\"error\":{\"message\":\"Too many requests are waiting\",\"type\":\"server_error\","
              + "\"param\":null,\"code\":\"overloaded\"}}",
          refused.body());
    }
  }

  @Test
  void a_stream_with_nothing_to_say_is_kept_alive() throws Exception {
    try (var gateway =
            gateway(
                request -> ScriptedGeneration.begins(""),
                "imece.gateway.keep-alive-interval = 100ms");
        var socket = gateway.connect()) {
      send(socket, prompt(true));
      var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      assertEquals("HTTP/1.1 200 OK", lines.readLine());
      var comments = 0;
      while (comments < 3) {
        comments += lines.readLine().equals(": keep-alive") ? 1 : 0;
      }
    }
  }

  @Test
  void a_silent_pipeline_is_given_up_and_cancelled() throws Exception {
    try (var gateway =
        gateway(request -> ScriptedGeneration.begins("a"), "imece.gateway.event-timeout = 1s")) {
      var response = gateway.post("/v1/completions", prompt(false));
      assertEquals(503, response.statusCode());
      assertTrue(response.body().contains("the pipeline was silent for 1 s"), response.body());
      pipeline.expect(GenerationCommand.Cancel.class);
    }
  }

  @Test
  void slow_headers_and_idle_connections_are_cut() throws Exception {
    try (var gateway =
            gateway(
                request -> ScriptedGeneration.says(request, "a"),
                "imece.gateway { header-timeout = 500ms, idle-timeout = 1s }");
        var slow = gateway.connect();
        var idle = gateway.connect()) {
      assertTimeout(
          Duration.ofSeconds(3),
          () ->
              assertThrows(
                  IOException.class,
                  () -> {
                    for (var letter :
                        "GET /livez HTTP/1.1\r\nHost: a\r\nX: ".repeat(9).getBytes()) {
                      slow.getOutputStream().write(letter);
                      slow.setSoTimeout(100);
                      try {
                        if (slow.getInputStream().read() < 0) {
                          throw new IOException("closed");
                        }
                      } catch (java.net.SocketTimeoutException notYet) {
                        // The next byte follows, as a slow client's would.
                      }
                    }
                  }));
      assertTimeout(Duration.ofSeconds(3), () -> assertClosed(idle));
    }
  }

  private static void assertClosed(Socket socket) {
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("still open", e);
    } catch (IOException reset) {
      // Closed as well.
    }
  }

  @Test
  void a_slow_body_is_408_and_the_connection_closes() throws Exception {
    try (var gateway =
            gateway(
                request -> ScriptedGeneration.says(request, "a"),
                "imece.gateway.body-timeout = 500ms");
        var socket = gateway.connect()) {
      var head =
          "POST /v1/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
              + "Content-Length: 50\r\n\r\n{\"mo";
      socket.getOutputStream().write(head.getBytes());
      var answer = new StringBuilder();
      try {
        int next;
        while ((next = socket.getInputStream().read()) >= 0) {
          answer.append((char) next);
        }
      } catch (java.net.SocketException reset) {
        // A reset after the answer is a close.
      }
      assertTrue(answer.toString().startsWith("HTTP/1.1 408 "), answer.toString());
      assertTrue(answer.toString().contains("\"code\":\"request_timeout\""), answer.toString());
    }
  }

  @Test
  void a_reader_that_stands_still_is_cut_and_its_answer_cancelled() throws Exception {
    try (var gateway =
            gateway(
                request ->
                    Collections.nCopies(
                        20, new GenerationEvent.Token(LetterCodec.LETTERS + 1_000_000)),
                "imece.gateway.write-timeout = 500ms, imece.gateway.event-timeout = 20s");
        var socket = new Socket()) {
      socket.setReceiveBufferSize(1_024);
      socket.connect(
          new java.net.InetSocketAddress("127.0.0.1", gateway.server().address().getPort()));
      send(socket, prompt(true));
      pipeline.expect(GenerationCommand.Start.class);
      pipeline.expect(GenerationCommand.Cancel.class);
    }
  }

  @Test
  void more_connections_than_allowed_wait_for_their_turn() throws Exception {
    try (var gateway =
        gateway(
            request -> ScriptedGeneration.says(request, "a"),
            "imece.gateway.max-connections = 1")) {
      try (var second = new Socket()) {
        try (var first = gateway.connect()) {
          first.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
          assertEquals('H', first.getInputStream().read());
          second.connect(first.getRemoteSocketAddress());
          second.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
          second.setSoTimeout(300);
          assertThrows(java.net.SocketTimeoutException.class, () -> second.getInputStream().read());
        }
        second.setSoTimeout(3_000);
        assertEquals('H', second.getInputStream().read());
      }
    }
  }

  @Test
  void draining_lets_a_stream_end_and_takes_no_new_one() throws Exception {
    var gateway =
        gateway(
            request ->
                request.prompt().size() == 2
                    ? ScriptedGeneration.begins("abc")
                    : ScriptedGeneration.says(request, "no"),
            "imece.gateway.keep-alive-interval = 100ms");
    try (gateway;
        var live = gateway.connect();
        var other = gateway.connect()) {
      send(live, prompt(true));
      var start = pipeline.expect(GenerationCommand.Start.class);
      var lines = new BufferedReader(new InputStreamReader(live.getInputStream()));
      while (!lines.readLine().contains("c\",\"index\"")) {
        // The stream is under way.
      }
      other.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
      assertEquals('H', other.getInputStream().read());
      var drained = gateway.server().drain().toCompletableFuture();
      while (other.getInputStream().read() >= 0) {
        // The idle connection is closed after its answer.
      }
      assertTrue(!drained.isDone());
      var letter = new GenerationEvent.Token('z');
      start.replyTo().tell(letter);
      ScriptedGeneration.says(start.request(), "").forEach(start.replyTo()::tell);
      var rest = new StringBuilder();
      String line;
      while ((line = lines.readLine()) != null) {
        rest.append(line).append('\n');
      }
      assertTrue(rest.toString().contains("\"text\":\"z\""), rest.toString());
      assertTrue(rest.toString().contains("data: [DONE]"), rest.toString());
      drained.join();
      assertThrows(IOException.class, gateway::connect);
    }
  }

  @Test
  void a_taken_port_is_one_clear_error() throws Exception {
    try (var gateway = gateway(request -> List.of(), "")) {
      var port = gateway.server().address().getPort();
      var failure =
          assertThrows(
              CompletionException.class,
              () ->
                  GatewayServer.bind(
                          gateway.kit().system(),
                          GatewaySettings.of(
                              com.typesafe.config.ConfigFactory.parseString(
                                      "imece.gateway.port = " + port)
                                  .withFallback(com.typesafe.config.ConfigFactory.load())),
                          gateway.backend())
                      .toCompletableFuture()
                      .join());
      assertEquals(
          "can't listen on 127.0.0.1:%d: the address is taken or not this machine's"
              .formatted(port),
          failure.getCause().getMessage());
    }
  }
}
