package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a node's process leaves. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class ConductIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String DATA = "data: ";
  private static final int SIGTERM_EXIT = 143;

  private static final String STORY =
      """
      {"model":"imece-mini","stream":true,"stream_options":{"include_usage":true},"max_tokens":200,
       "messages":[{"role":"user","content":"Tell me a story about a cat."}],
       "temperature":1,"seed":3}""";

  @TempDir Path folder;

  @Test
  void a_node_that_is_told_to_stop_in_the_middle_of_an_answer_finishes_it_and_leaves()
      throws Exception {
    var port = Integer.toString(FreePort.find());
    var url = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
    var up = ImeceProcess.start(folder, "up", "--port", port, "--precision", "fp32");
    try {
      up.awaitOut("Ctrl-C");
      var undisturbed = stream(url, () -> {});
      assertTrue(text(undisturbed).length() > 100, text(undisturbed));
      var node = node(up, "node-1");
      var answer = stream(url, node::destroy);
      assertEquals(text(undisturbed), text(answer));
      assertEquals("[DONE]", answer.get(answer.size() - 1));
      var usage = JSON.readTree(answer.get(answer.size() - 2)).path("usage");
      assertEquals(0, usage.at("/imece/failovers").asInt(-1), usage.toString());
      node.onExit().get(30, TimeUnit.SECONDS);
      up.awaitErr("node-1 ended with exit code " + SIGTERM_EXIT);
    } finally {
      up.terminate();
      up.awaitExit();
    }
    assertEquals(List.of(), up.running());
  }

  private static ProcessHandle node(ImeceProcess up, String name) {
    return up.running().stream()
        .filter(p -> Arrays.asList(p.info().arguments().orElseThrow()).contains(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The answer's events.
   *
   * @param meanwhile runs once, when the first text has come
   */
  private static List<String> stream(URI url, Runnable meanwhile)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(STORY))
            .build();
    var events = new ArrayList<String>();
    var lines = HTTP.send(request, BodyHandlers.ofLines()).body();
    lines
        .filter(line -> line.startsWith(DATA))
        .map(line -> line.substring(DATA.length()))
        .forEach(
            event -> {
              events.add(event);
              if (events.size() == 3) {
                meanwhile.run();
              }
            });
    return events;
  }

  private static String text(List<String> events) throws IOException {
    var text = new StringBuilder();
    for (var event : events.subList(0, events.size() - 1)) {
      text.append(JSON.readTree(event).at("/choices/0/delta/content").asText());
    }
    return text.toString();
  }
}
