package coop.imece.gateway.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a model folder says about its chat format: sources by name, special tokens by name. */
record TemplateFiles(Map<String, String> templates, Map<String, String> specialTokens) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SINGLE = "default";

  static TemplateFiles read(Path modelFolder) throws IOException {
    var config = json(modelFolder.resolve("tokenizer_config.json"));
    var templates = new LinkedHashMap<String, String>();
    var source = modelFolder.resolve("chat_template.jinja");
    if (Files.exists(source)) {
      templates.put(SINGLE, Files.readString(source));
    } else {
      named(config.path("chat_template"), templates);
    }
    var specialTokens = new LinkedHashMap<String, String>();
    tokens(json(modelFolder.resolve("special_tokens_map.json")), specialTokens);
    tokens(config, specialTokens);
    return new TemplateFiles(templates, specialTokens);
  }

  private static JsonNode json(Path file) throws IOException {
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  private static void named(JsonNode chatTemplate, Map<String, String> templates) {
    if (chatTemplate.isTextual()) {
      templates.put(SINGLE, chatTemplate.asText());
    }
    for (var entry : chatTemplate) {
      templates.put(entry.path("name").asText(), entry.path("template").asText());
    }
  }

  /** A special token is written as a text, or as an object whose content it is. */
  private static void tokens(JsonNode config, Map<String, String> tokens) {
    for (var field : config.properties()) {
      var token =
          field.getValue().isTextual() ? field.getValue() : field.getValue().path("content");
      if (field.getKey().endsWith("_token") && token.isTextual()) {
        tokens.put(field.getKey(), token.asText());
      }
    }
  }

  Optional<String> template(String name) {
    return Optional.ofNullable(templates.get(name));
  }
}
