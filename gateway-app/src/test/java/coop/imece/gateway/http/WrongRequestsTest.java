package coop.imece.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.gateway.ScriptedGeneration;
import coop.imece.gateway.TestGateway;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong request gets its 4xx with OpenAI's error object, word for word. */
class WrongRequestsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String PLAIN = "/v1/completions";
  private static TestGateway gateway;
  private static ScriptedGeneration pipeline;

  @BeforeAll
  static void start() {
    pipeline = new ScriptedGeneration(request -> ScriptedGeneration.says(request, "ok"));
    gateway = new TestGateway(pipeline.behavior(), "");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @MethodSource("coop.imece.gateway.http.WrongRequests#all")
  void a_wrong_request_is_refused_by_name(WrongRequests.Case wrong) throws Exception {
    var response = gateway.post(wrong.path(), wrong.body());
    var expected = new ObjectMapper().createObjectNode();
    expected
        .putObject("error")
        .put("message", wrong.message())
        .put("type", "invalid_request_error")
        .put("param", wrong.param().isEmpty() ? null : wrong.param())
        .put("code", wrong.code());
    assertEquals(expected, new ObjectMapper().readTree(response.body()));
    assertEquals(wrong.status(), response.statusCode());
    assertTrue(response.headers().firstValue("x-request-id").isPresent());
  }

  static Stream<String> hostileJson() {
    return Stream.of(
        "{",
        "{\"model\":NaN}",
        "{\"model\":01}",
        "{'model':1}",
        "{\"model\":\"a\",}",
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "{\"%s\":1}".formatted("k".repeat(1 << 20)),
        "{\"max_tokens\":%s}".formatted("1".repeat(1_000_000)),
        "{\"prompt\":\"%s\"}".formatted("x".repeat((1 << 20) + 1)),
        "{\"prompt\":\"\u0000\"}",
        "\ufeff{}");
  }

  @ParameterizedTest
  @MethodSource("hostileJson")
  void hostile_json_is_refused_as_json(String body) throws Exception {
    for (var path : new String[] {CHAT, PLAIN}) {
      var response = gateway.post(path, body);
      assertEquals(400, response.statusCode());
      var error = new ObjectMapper().readTree(response.body()).get("error");
      assertEquals("invalid_json", error.get("code").asText());
      assertTrue(error.get("message").asText().length() < 500, error.toString());
    }
  }

  @Test
  void after_wrong_requests_the_gateway_still_answers() throws Exception {
    gateway.post(CHAT, "{");
    var ok = gateway.post(PLAIN, "{\"model\":\"plain\",\"prompt\":\"a\"}");
    assertEquals(200, ok.statusCode());
  }

  @Test
  void harmless_fields_change_nothing() throws Exception {
    var response =
        gateway.post(
            CHAT,
            """
            {"model":"org/letters","messages":[
              {"role":"developer","content":[{"type":"text","text":"be"},{"type":"text","text":"kind"}]},
              {"role":"user","content":"hi","name":"ada"},
              {"role":"assistant","content":"","refusal":null,"parsed":null,"tool_calls":null,"annotations":[]},
              {"role":"tool","content":"4","tool_call_id":"c1"}],
             "user":"u","store":false,"metadata":{"a":"b"},"service_tier":"auto",
             "parallel_tool_calls":true,"tools":[{"type":"function"}],"tool_choice":"none",
             "logprobs":false,"logit_bias":{},"response_format":{"type":"text"},"seed":null,
             "n":null,"stop":null,"max_tokens":null,"stream_options":null,"top_p":0}""");
    assertEquals(200, response.statusCode(), response.body());
  }
}
