package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cooperative of real processes that serves two models, each of its nodes one of them. */
class SeveralModelsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String MINI = "imece-mini";
  private static final String TWIN = "twin";

  @TempDir Path folder;

  private Optional<ImeceProcess> started = Optional.empty();
  private int port;

  @AfterEach
  void leaveNothing() throws InterruptedException {
    if (started.isPresent()) {
      started.get().terminate();
      started.get().awaitExit();
    }
  }

  /** Another model by its name, with the same weights: so it has the same answers. */
  private Path twin() throws IOException {
    var twin = Files.createDirectories(folder.resolve(TWIN));
    try (var files = Files.list(Path.of("..", "conf", "models", MINI))) {
      for (var file : files.toList()) {
        Files.copy(file, twin.resolve(file.getFileName()));
      }
    }
    return twin;
  }

  private void up(String... arguments) throws IOException {
    port = FreePort.find();
    var all = new ArrayList<>(List.of("up", "--port", "" + port));
    all.addAll(List.of(arguments));
    started = Optional.of(ImeceProcess.start(folder, all.toArray(String[]::new)));
  }

  private JsonNode get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
  }

  private static JsonNode send(HttpRequest request) throws Exception {
    var response = HTTP.send(request, BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response.body());
    return JSON.readTree(response.body());
  }

  private String answer(String model) throws Exception {
    var body =
        """
        {"model":"%s","temperature":0,"max_tokens":24,
         "messages":[{"role":"user","content":"What is imece?"}]}\
        """
            .formatted(model);
    var said =
        send(
            HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    assertEquals(model, said.path("model").asText());
    return said.at("/choices/0/message/content").asText();
  }

  private String servedBy(String model) throws Exception {
    var nodes = get("/v1/route/explain?model=" + model).path("nodes");
    for (var node : nodes) {
      if (node.path("verdict").asText().equals("chosen")) {
        return node.path("id").asText();
      }
    }
    throw new AssertionError("nobody serves " + model + ": " + nodes);
  }

  @Test
  void two_nodes_serve_a_model_each_and_both_answer() throws Exception {
    up("--nodes", "2", "--model", MINI, "--model", twin().toString());
    started.get().awaitOut("Ctrl-C");
    assertEquals(List.of(MINI, TWIN), get("/v1/models").findValuesAsText("id"));
    assertNotEquals(servedBy(MINI), servedBy(TWIN));
    var answer = answer(MINI);
    assertEquals(answer, answer(TWIN));
    assertNotEquals("", answer);
  }

  @Test
  void more_models_than_nodes_are_refused_with_the_rule() throws Exception {
    up("--nodes", "1", "--model", MINI, "--model", twin().toString());
    assertEquals(ExitCode.USAGE, started.get().awaitExit());
    assertEquals(
        "imece up: --nodes must be at least the number of models, 2, was 1\n",
        started.get().err().lines().limit(1).map(line -> line + "\n").findFirst().orElse(""));
  }
}
