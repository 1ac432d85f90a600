package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.gateway.ServerSentEvents;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The journey of a prompt as a newcomer walks it: `imece up`, then an HTTP client. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class JourneyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String GREEDY =
      """
      {"model":"imece-mini","messages":[{"role":"user","content":"What is imece?"}],
       "temperature":0,"max_tokens":48}""";
  private static final String SEEDED =
      """
      {"model":"imece-mini","messages":[{"role":"user","content":"Tell me a story about a cat."}],
       "temperature":0.9,"top_p":0.95,"seed":%d,"max_tokens":48}""";

  private static final int MOST_NODES = 4;

  /** Of the embedded model's six layers, by the number of nodes. */
  private static final Map<Integer, List<String>> SLICES =
      Map.of(
          1,
          List.of("0..5"),
          2,
          List.of("0..2", "3..5"),
          MOST_NODES,
          List.of("0..1", "2..3", "4..4", "5..5"));

  @TempDir Path folder;
  private String url;

  /** In fp32 the text depends neither on the number of nodes nor on that of sessions. */
  @Test
  void nodes_answer_what_one_would_and_wrong_requests_harm_nothing() throws Exception {
    var texts = new HashSet<List<String>>();
    for (var nodes : List.of(1, 2, MOST_NODES)) {
      var up = up(nodes);
      try {
        var alone = new ArrayList<String>();
        for (var request : requests()) {
          alone.add(text(post(request)));
        }
        assertTheLayersAreShared(nodes);
        assertTheWayOfOneQuestion(alone.get(0));
        texts.add(alone);
        texts.add(together());
        if (nodes == MOST_NODES) {
          assertTheLedgerHolds();
        }
      } finally {
        stop(up);
      }
    }
    assertEquals(1, texts.size(), texts.toString());
  }

  private void assertTheLayersAreShared(int nodes) throws IOException {
    var served = new ArrayList<String>();
    for (var node = 1; node <= nodes; node++) {
      served.add(servedBy("node-" + node));
    }
    Collections.sort(served);
    assertEquals(SLICES.get(nodes), served);
  }

  private void assertTheWayOfOneQuestion(String answer) throws Exception {
    var whole = post(GREEDY);
    assertEquals(200, whole.statusCode(), whole.body());
    assertTrue(whole.headers().firstValue("x-request-id").isPresent());
    assertEquals(answer, text(whole));
    assertTrue(answer.contains("cooperative"), answer);
    assertEquals(answer, streamed());
    for (var wrong :
        List.of(
            GREEDY.replace("imece-mini", "gpt-9"),
            GREEDY.replace("\"max_tokens\":48", "\"max_tokens\":0"),
            GREEDY.replace("user", "wizard"),
            "{\"model\":")) {
      var refused = post(wrong);
      assertEquals(4, refused.statusCode() / 100, wrong);
      assertTrue(JSON.readTree(refused.body()).at("/error/message").isTextual(), refused.body());
    }
  }

  /** The embedded ledger, verified as an auditor would who has nothing but the URL and the key. */
  private void assertTheLedgerHolds() throws Exception {
    var gateway = url.substring(0, url.indexOf("/v1/"));
    var key = get(gateway + "/v1/ledger/key").body().trim();
    var entries = get(gateway + "/v1/ledger/entries").body();
    for (var kind : List.of("genesis", "policy", "model")) {
      assertTrue(entries.contains("\"kind\":\"" + kind + "\""), entries);
    }
    var auditor = Files.createDirectories(folder.resolve("auditor"));
    var verify = ImeceProcess.start(auditor, "ledger", "verify", "--url", gateway, "--vkey", key);
    assertEquals(0, verify.awaitExit(), verify.err());
    assertTrue(verify.out().contains("entries in order, root "), verify.out());
  }

  private List<String> together() {
    var answers =
        requests().stream().map(r -> CompletableFuture.supplyAsync(() -> textOf(r))).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static List<String> requests() {
    var requests = new ArrayList<String>();
    requests.add(GREEDY);
    IntStream.range(0, 7).mapToObj(SEEDED::formatted).forEach(requests::add);
    return requests;
  }

  private String textOf(String request) {
    try {
      return text(post(request));
    } catch (IOException | InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  private ImeceProcess up(int nodes) throws Exception {
    var port = Integer.toString(FreePort.find());
    url = "http://127.0.0.1:" + port + "/v1/chat/completions";
    var up =
        ImeceProcess.start(
            folder, "up", "--nodes", "" + nodes, "--port", port, "--precision", "fp32");
    up.awaitOut("Ctrl-C");
    return up;
  }

  private static void stop(ImeceProcess up) throws InterruptedException {
    up.terminate();
    up.awaitExit();
    assertEquals(List.of(), up.running());
  }

  private String streamed() throws IOException, InterruptedException {
    var events =
        ServerSentEvents.read(post(GREEDY.replaceFirst("\\{", "{\"stream\":true,")).body()).data();
    assertEquals("[DONE]", events.get(events.size() - 1));
    var text = new StringBuilder();
    var pieces = 0;
    for (var event : events.subList(0, events.size() - 1)) {
      var content = JSON.readTree(event).at("/choices/0/delta/content");
      pieces += content.asText().isEmpty() ? 0 : 1;
      text.append(content.asText());
    }
    assertTrue(pieces > 3, "streamed in " + pieces + " pieces");
    return text.toString();
  }

  /** The layers that a node says it serves, in the log that its user is pointed to. */
  private String servedBy(String node) throws IOException {
    try (var files = Files.walk(folder)) {
      var log = files.filter(file -> file.endsWith(node + ".log")).findFirst().orElseThrow();
      var lines =
          Files.readAllLines(log).stream().filter(line -> line.contains("serving layers")).toList();
      assertFalse(lines.isEmpty(), log.toString());
      return lines.get(lines.size() - 1).replaceAll(".*serving layers (\\S+) of.*", "$1");
    }
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address)).build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private static String text(HttpResponse<String> response) throws IOException {
    JsonNode content = JSON.readTree(response.body()).at("/choices/0/message/content");
    assertTrue(content.isTextual(), response.body());
    return content.asText();
  }
}
