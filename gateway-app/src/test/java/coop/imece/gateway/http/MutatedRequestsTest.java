package coop.imece.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.gateway.ScriptedGeneration;
import coop.imece.gateway.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Valid requests, changed at random: whatever comes, it is answered or refused, never a 5xx. */
class MutatedRequestsTest {
  private static final int ROUNDS = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VALID =
      List.of(
          """
          {"model":"org/letters","messages":[{"role":"system","content":"be kind"},
           {"role":"user","content":[{"type":"text","text":"hi"}]}],"stream":true,
           "stream_options":{"include_usage":true},"temperature":0.5,"top_p":0.9,"top_k":3,
           "seed":7,"n":2,"stop":["a","b"],"max_tokens":9,"max_completion_tokens":9,
           "presence_penalty":1,"frequency_penalty":-1,"repetition_penalty":1.1,"logprobs":false,
           "user":"u","metadata":{},"tools":[],"tool_choice":"none","store":false}""",
          """
          {"model":"plain","prompt":["a","b"],"max_tokens":5,"n":1,"stop":"x","echo":false,
           "best_of":1,"suffix":"","logit_bias":{},"seed":1,"stream":false}""");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "1.5",
          "1e308",
          "-0.0",
          "2147483648",
          "9223372036854775807",
          "99999999999999999999999999999999",
          "\"\"",
          "\"none\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"<|eot_id|>\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[1,\"a\"]",
          "{\"type\":\"text\"}",
          "{\"a\":{\"b\":[]}}");

  @Test
  void no_change_makes_the_gateway_fail() throws Exception {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var pipeline = new ScriptedGeneration(request -> ScriptedGeneration.says(request, "ok"));
    var statuses = new java.util.TreeMap<Integer, Integer>();
    try (var gateway = new TestGateway(pipeline.behavior(), "")) {
      for (var round = 0; round < ROUNDS; round++) {
        var chat = random.nextBoolean();
        var body = mutated(VALID.get(chat ? 0 : 1), random);
        var response = gateway.post(chat ? "/v1/chat/completions" : "/v1/completions", body);
        var status = response.statusCode();
        var context = "seed %d, round %d: %d for %s".formatted(seed, round, status, body);
        assertTrue(status == 200 || status >= 400 && status < 500, context);
        if (status != 200) {
          var error = JSON.readTree(response.body()).get("error");
          assertEquals(4, error.size(), context);
          assertTrue(error.get("code").isTextual() && error.has("param"), context);
        }
        statuses.merge(status, 1, Integer::sum);
      }
    }
    assertTrue(
        statuses.keySet().containsAll(List.of(200, 400, 404)), "seed " + seed + " " + statuses);
  }

  private static String mutated(String valid, Random random) throws Exception {
    if (random.nextInt(4) == 0) {
      return scrambled(valid, random);
    }
    var root = JSON.readTree(valid);
    for (var i = random.nextInt(3); i >= 0; i--) {
      mutate(root, random);
    }
    return root.toString();
  }

  /** Cuts, doubles or replaces characters of the text itself. */
  private static String scrambled(String text, Random random) {
    var changed = new StringBuilder(text);
    for (var i = random.nextInt(3); i >= 0; i--) {
      var at = random.nextInt(changed.length());
      switch (random.nextInt(3)) {
        case 0 -> changed.deleteCharAt(at);
        case 1 -> changed.insert(at, changed.charAt(at));
        default -> changed.setCharAt(at, (char) (1 + random.nextInt(300)));
      }
    }
    return changed.toString();
  }

  private static void mutate(JsonNode root, Random random) throws Exception {
    var places = new ArrayList<JsonNode>();
    collect(root, places);
    var place = places.get(random.nextInt(places.size()));
    var value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
    if (place instanceof ObjectNode object) {
      var names = new ArrayList<String>();
      object.fieldNames().forEachRemaining(names::add);
      if (names.isEmpty() || random.nextInt(8) == 0) {
        object.set("unknown" + random.nextInt(10), value);
      } else if (random.nextInt(5) == 0) {
        object.remove(names.get(random.nextInt(names.size())));
      } else {
        object.set(names.get(random.nextInt(names.size())), value);
      }
    } else if (place instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextBoolean()) {
        array.add(value);
      } else {
        array.set(random.nextInt(array.size()), value);
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> places) {
    if (node.isContainerNode()) {
      places.add(node);
      node.forEach(child -> collect(child, places));
    }
  }
}
