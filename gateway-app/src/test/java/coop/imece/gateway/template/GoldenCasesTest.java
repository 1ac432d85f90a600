package coop.imece.gateway.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Template, context and what Jinja2 3.1.6 makes of it with the settings of Hugging Face tokenizers.
 */
class GoldenCasesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  @TestFactory
  Stream<DynamicTest> renders_whole_templates_and_features_as_jinja_does() throws IOException {
    return cases("cases.json");
  }

  @TestFactory
  Stream<DynamicTest> renders_what_templates_of_other_families_use_as_jinja_does()
      throws IOException {
    return cases("more-cases.json");
  }

  private static Stream<DynamicTest> cases(String file) throws IOException {
    try (var in = GoldenCasesTest.class.getResourceAsStream("/chat-templates/" + file)) {
      return StreamSupport.stream(JSON.readTree(in).spliterator(), false)
          .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)))
          .toList()
          .stream();
    }
  }

  private static void check(JsonNode goldenCase) {
    var template = goldenCase.get("template").asText();
    if (goldenCase.has("expected")) {
      assertEquals(goldenCase.get("expected").asText(), render(template, goldenCase));
    } else if (goldenCase.get("error").asText().startsWith("TemplateError: ")) {
      var refusal =
          assertThrows(TemplateRefusalException.class, () -> render(template, goldenCase));
      assertEquals(goldenCase.get("error").asText(), "TemplateError: " + refusal.getMessage());
    } else {
      assertThrows(TemplateException.class, () -> render(template, goldenCase));
    }
  }

  private static String render(String template, JsonNode goldenCase) {
    return Template.parse(template)
        .render(context(goldenCase.get("context")), Limits.DEFAULT, CLOCK)
        .chars();
  }

  private static Map<String, Value> context(JsonNode context) {
    var values = new LinkedHashMap<String, Value>();
    JSON.convertValue(context, new TypeReference<Map<String, Object>>() {})
        .forEach((name, value) -> values.put(name, JsonValues.ofRequest(value)));
    return values;
  }
}
