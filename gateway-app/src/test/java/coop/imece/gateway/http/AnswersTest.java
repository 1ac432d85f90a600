package coop.imece.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.gateway.ScriptedGeneration;
import coop.imece.gateway.ServerSentEvents;
import coop.imece.gateway.TestGateway;
import coop.imece.gateway.carbon.CarbonUse;
import coop.imece.gateway.carbon.PowerBasis;
import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.gateway.generation.GenerationUsage;
import coop.imece.stage.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What clients get for good requests, from a real server. */
class AnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT = "/v1/chat/completions";
  private static final String PLAIN = "/v1/completions";

  private ScriptedGeneration pipeline;

  private TestGateway gateway(Function<GenerationRequest, List<GenerationEvent>> script) {
    pipeline = new ScriptedGeneration(script);
    return new TestGateway(pipeline.behavior(), "imece.gateway.stop-timeout = 100ms");
  }

  private static String ask(String more) {
    return "{\"model\":\"org/letters\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
        .formatted(more);
  }

  private static List<JsonNode> chunks(String stream) {
    var data = ServerSentEvents.read(stream).data();
    assertEquals("[DONE]", data.get(data.size() - 1));
    return data.subList(0, data.size() - 1).stream().map(AnswersTest::json).toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  @Test
  void a_whole_chat_answer_has_openais_shape() throws Exception {
    try (var gateway = gateway(request -> ScriptedGeneration.says(request, "hello"))) {
      var response = gateway.post(CHAT, ask(",\"temperature\":0"));
      assertEquals(200, response.statusCode());
      var body = json(response.body());
      var session = pipeline.expect(GenerationCommand.Start.class).request().session();
      assertEquals("chatcmpl-" + session, body.get("id").asText());
      assertTrue(body.get("created").isIntegralNumber());
      ((com.fasterxml.jackson.databind.node.ObjectNode) body).remove(List.of("id", "created"));
      assertEquals(
          json(
              """
              {"object":"chat.completion","model":"org/letters","choices":[{"message":{
              "role":"assistant","content":"hello","refusal":null},"index":0,"logprobs":null,
              "finish_reason":"stop"}],"usage":{"prompt_tokens":18,"completion_tokens":6,
              "total_tokens":24,"prompt_tokens_details":{"cached_tokens":0},
              "imece":{"failovers":0}}}"""),
          body);
      assertEquals("application/json", response.headers().firstValue("content-type").get());
      assertTrue(response.headers().firstValue("x-request-id").get().startsWith("req_"));
      assertTrue(response.headers().firstValue("openai-processing-ms").get().matches("[0-9]+"));
      assertTrue(response.headers().firstValue("server").isEmpty());
    }
  }

  @Test
  void a_streamed_chat_answer_opens_grows_ends_and_is_done() throws Exception {
    try (var gateway = gateway(request -> ScriptedGeneration.says(request, "hello"))) {
      var response = gateway.post(CHAT, ask(",\"stream\":true"));
      assertEquals("text/event-stream", response.headers().firstValue("content-type").get());
      assertEquals("no-cache", response.headers().firstValue("cache-control").get());
      assertEquals("no", response.headers().firstValue("x-accel-buffering").get());
      assertTrue(response.headers().firstValue("x-request-id").isPresent());
      assertTrue(response.body().startsWith("data: {"));
      var chunks = chunks(response.body());
      assertEquals(1, chunks.stream().map(c -> c.get("id").asText()).distinct().count());
      assertEquals(1, chunks.stream().map(c -> c.get("created").asLong()).distinct().count());
      assertTrue(chunks.stream().noneMatch(c -> c.has("usage")));
      var deltas = chunks.stream().map(c -> c.at("/choices/0/delta")).toList();
      assertEquals("assistant", deltas.get(0).get("role").asText());
      assertEquals(
          "hello",
          deltas.stream().map(d -> d.path("content").asText()).collect(Collectors.joining()));
      var ends = chunks.stream().filter(c -> !c.at("/choices/0/finish_reason").isNull()).toList();
      assertEquals(List.of(chunks.get(chunks.size() - 1)), ends);
      assertEquals("stop", ends.get(0).at("/choices/0/finish_reason").asText());
      assertTrue(ends.get(0).at("/choices/0/delta").isEmpty());
    }
  }

  @Test
  void usage_comes_last_when_asked_and_is_null_before() throws Exception {
    try (var gateway = gateway(request -> ScriptedGeneration.says(request, "hello"))) {
      var response =
          gateway.post(CHAT, ask(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
      var chunks = chunks(response.body());
      var last = chunks.get(chunks.size() - 1);
      assertTrue(last.get("choices").isEmpty());
      assertEquals(6, last.at("/usage/completion_tokens").asInt());
      assertTrue(
          chunks.subList(0, chunks.size() - 1).stream()
              .allMatch(c -> c.has("usage") && c.get("usage").isNull()));
    }
  }

  @Test
  void a_whole_plain_answer_has_openais_shape() throws Exception {
    try (var gateway = gateway(request -> ScriptedGeneration.says(request, "world"))) {
      var response =
          gateway.post(PLAIN, "{\"model\":\"plain\",\"prompt\":\"hello \",\"max_tokens\":7}");
      var body = json(response.body());
      var start = pipeline.expect(GenerationCommand.Start.class).request();
      assertEquals(7, start.maxTokens());
      assertEquals("cmpl-" + start.session(), body.get("id").asText());
      assertEquals("text_completion", body.get("object").asText());
      assertEquals(
          json("[{\"text\":\"world\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}]"),
          body.get("choices"));
    }
  }

  @Test
  void several_prompts_times_n_make_so_many_choices_in_order() throws Exception {
    try (var gateway =
        gateway(
            request ->
                ScriptedGeneration.says(
                    request, (char) request.prompt().get(0) + "" + request.sampling().seed()))) {
      var response =
          gateway.post(PLAIN, "{\"model\":\"plain\",\"prompt\":[\"a\",\"b\"],\"n\":2,\"seed\":7}");
      var texts = new ArrayList<String>();
      json(response.body()).get("choices").forEach(c -> texts.add(c.get("text").asText()));
      assertEquals(List.of("a7", "a8", "b7", "b8"), texts);
      assertEquals(2, json(response.body()).at("/usage/prompt_tokens").asInt());
    }
  }

  @Test
  void streamed_choices_each_open_and_end_once() throws Exception {
    try (var gateway =
        gateway(
            request ->
                ScriptedGeneration.says(request, Long.toString(request.sampling().seed())))) {
      var response = gateway.post(CHAT, ask(",\"stream\":true,\"n\":3,\"seed\":41"));
      var chunks = chunks(response.body());
      for (var i = 0; i < 3; i++) {
        var index = i;
        var mine = chunks.stream().filter(c -> c.at("/choices/0/index").asInt() == index).toList();
        assertEquals(
            Long.toString(41 + i),
            mine.stream()
                .map(c -> c.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining()));
        assertEquals(1, mine.stream().filter(c -> c.at("/choices/0/delta").has("role")).count());
        assertEquals(
            1, mine.stream().filter(c -> !c.at("/choices/0/finish_reason").isNull()).count());
      }
    }
  }

  @Test
  void a_stop_string_ends_the_answer_before_it_and_stops_the_pipeline() throws Exception {
    try (var gateway = gateway(request -> ScriptedGeneration.begins("one, two, three"))) {
      var response = gateway.post(CHAT, ask(",\"stop\":[\", th\",\"zzz\"]"));
      var body = json(response.body());
      assertEquals("one, two", body.at("/choices/0/message/content").asText());
      assertEquals("stop", body.at("/choices/0/finish_reason").asText());
      assertEquals(12, body.at("/usage/completion_tokens").asInt());
      var start = pipeline.expect(GenerationCommand.Start.class).request();
      assertEquals(start.session(), pipeline.expect(GenerationCommand.Stop.class).session());
    }
  }

  @Test
  void a_reached_limit_is_told_as_length() throws Exception {
    try (var gateway =
        gateway(
            request -> {
              var events = ScriptedGeneration.begins("ab");
              events.add(
                  new GenerationEvent.Finished(
                      FinishReason.LENGTH, new GenerationUsage(request.prompt().size(), 2, 5, 1)));
              return events;
            })) {
      var body = json(gateway.post(CHAT, ask(",\"max_completion_tokens\":2")).body());
      assertEquals("length", body.at("/choices/0/finish_reason").asText());
      assertEquals(5, body.at("/usage/prompt_tokens_details/cached_tokens").asInt());
      assertEquals(1, body.at("/usage/imece/failovers").asInt());
    }
  }

  @Test
  void what_an_answer_cost_is_told_as_exact_decimals_summed_over_its_choices() throws Exception {
    var cost = new CarbonUse(11_250, 94, PowerBasis.ESTIMATED);
    try (var gateway =
        gateway(
            request -> {
              var events = ScriptedGeneration.begins("ab");
              var usage = new GenerationUsage(request.prompt().size(), 2, 0, 0, Optional.of(cost));
              events.add(new GenerationEvent.Finished(FinishReason.LENGTH, usage));
              return events;
            })) {
      var one = gateway.post(CHAT, ask(",\"max_tokens\":2")).body();
      assertTrue(
          one.contains(
              "\"imece\":{\"failovers\":0,\"energy_j\":11.250,\"carbon_g\":0.000094,"
                  + "\"carbon_basis\":\"estimated\"}"),
          one);
      var two = gateway.post(CHAT, ask(",\"max_tokens\":2,\"n\":2")).body();
      assertTrue(two.contains("\"energy_j\":22.500,\"carbon_g\":0.000188"), two);
    }
  }

  @Test
  void an_omitted_limit_is_512_or_what_the_context_has_left() throws Exception {
    try (var gateway = gateway(request -> ScriptedGeneration.says(request, "x"))) {
      gateway.post(PLAIN, "{\"model\":\"plain\",\"prompt\":\"abc\"}");
      assertEquals(512, pipeline.expect(GenerationCommand.Start.class).request().maxTokens());
      gateway.post(PLAIN, "{\"model\":\"plain\",\"prompt\":\"%s\"}".formatted("a".repeat(900)));
      assertEquals(100, pipeline.expect(GenerationCommand.Start.class).request().maxTokens());
    }
  }

  @Test
  void a_failure_before_any_token_is_a_503_that_says_when_to_retry() throws Exception {
    try (var gateway =
        gateway(
            request ->
                List.of(
                    new GenerationEvent.Failed(
                        GenerationEvent.Failure.NO_ROUTE, "no pipeline covers all layers")))) {
      for (var stream : List.of("true", "false")) {
        var response = gateway.post(CHAT, ask(",\"stream\":" + stream));
        assertEquals(503, response.statusCode());
        assertEquals("2", response.headers().firstValue("retry-after").get());
        assertEquals(
            "{\"error\":{\"message\":\"no pipeline covers all layers\",\"type\":\"server_error\","
                + "\"param\":null,\"code\":\"no_route\"}}",
            response.body());
      }
    }
  }

  @Test
  void a_failure_in_mid_stream_is_an_error_event_and_no_done() throws Exception {
    try (var gateway =
        gateway(
            request -> {
              var events = ScriptedGeneration.begins("ab");
              events.add(new GenerationEvent.Failed(GenerationEvent.Failure.INTERNAL, "it broke"));
              return events;
            })) {
      var data = ServerSentEvents.read(gateway.post(CHAT, ask(",\"stream\":true")).body()).data();
      assertFalse(data.contains("[DONE]"));
      assertEquals(
          "{\"error\":{\"message\":\"it broke\",\"type\":\"server_error\",\"param\":null,"
              + "\"code\":\"internal_error\"}}",
          data.get(data.size() - 1));
    }
  }
}
