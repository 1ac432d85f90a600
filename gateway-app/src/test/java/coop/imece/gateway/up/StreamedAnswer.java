package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * One answer as a client saw it come.
 *
 * @param pieces of its text, as they came
 * @param longestPauseMillis between two pieces of its text
 */
record StreamedAnswer(String text, int pieces, int failovers, long longestPauseMillis) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String DATA = "data: ";

  interface OnPiece {
    /**
     * @param piece how many pieces of text have come, from 1
     */
    void came(int piece) throws IOException, InterruptedException;
  }

  /** Whether a session is served at this moment. */
  static boolean isServed(URI gateway) throws InterruptedException {
    try {
      return HTTP.send(request(gateway, 2), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException unreachable) {
      return false;
    }
  }

  private static HttpRequest request(URI gateway, int tokens) {
    var body =
        """
        {"model":"%s","stream":true,"stream_options":{"include_usage":true},"temperature":0,
         "max_tokens":%d,"messages":[{"role":"user","content":"What is imece?"}]}"""
            .formatted(RealCooperative.MODEL, tokens);
    return HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /**
   * Asks for {@code tokens} tokens at temperature 0; fails where the client is told of an error.
   */
  static StreamedAnswer of(URI gateway, int tokens, OnPiece onPiece)
      throws IOException, InterruptedException {
    var response = HTTP.send(request(gateway, tokens), BodyHandlers.ofLines());
    assertEquals(200, response.statusCode());
    var text = new StringBuilder();
    var failovers = -1;
    var pieces = 0;
    var longest = 0L;
    var last = System.nanoTime();
    var done = false;
    for (var line : (Iterable<String>) response.body()::iterator) {
      if (!line.startsWith(DATA)) {
        continue;
      }
      if (line.equals(DATA + "[DONE]")) {
        done = true;
        continue;
      }
      var event = JSON.readTree(line.substring(DATA.length()));
      assertFalse(event.has("error"), line);
      failovers = event.at("/usage/imece/failovers").asInt(failovers);
      var piece = event.at("/choices/0/delta/content").asText("");
      if (!piece.isEmpty()) {
        longest = pieces == 0 ? 0 : Math.max(longest, System.nanoTime() - last);
        last = System.nanoTime();
        text.append(piece);
        pieces++;
        onPiece.came(pieces);
      }
    }
    assertEquals(true, done, "the stream broke off behind: " + text);
    return new StreamedAnswer(text.toString(), pieces, failovers, longest / 1_000_000);
  }
}
