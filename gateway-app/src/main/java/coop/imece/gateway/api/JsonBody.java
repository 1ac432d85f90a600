package coop.imece.gateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A request's body as JSON, within limits that keep a hostile one cheap to refuse. */
public final class JsonBody {
  public static final int MAX_NESTING = 64;
  public static final int MAX_STRING_CHARS = 1 << 20;
  public static final int MAX_NUMBER_CHARS = 32;
  public static final int MAX_NAME_CHARS = 256;
  public static final int MAX_DOCUMENT_CHARS = 2 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxStringLength(MAX_STRING_CHARS)
                          .maxNumberLength(MAX_NUMBER_CHARS)
                          .maxNameLength(MAX_NAME_CHARS)
                          .maxDocumentLength(MAX_DOCUMENT_CHARS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /**
   * The object that the bytes say.
   *
   * @param utf8 the whole body
   * @throws RequestRefused invalid_json; invalid_value for text that is not Unicode or holds NUL
   */
  public static ObjectNode read(ByteBuffer utf8) {
    var root = parse(text(utf8));
    if (!(root instanceof ObjectNode object)) {
      throw refused(root.isMissingNode() ? "it is empty" : "it is " + Quoted.value(root));
    }
    requireText(object, "");
    return object;
  }

  private static String text(ByteBuffer utf8) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(utf8)
          .toString();
    } catch (CharacterCodingException e) {
      throw refused("it is not UTF-8");
    }
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw refused(e.getOriginalMessage() + place(e.getLocation()));
    }
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  /** Tokenizers are native code: they get Unicode text without NUL, or nothing. */
  private static void requireText(JsonNode node, String path) {
    if (node.isTextual()) {
      requireText(node.textValue(), path);
    } else if (node.isArray()) {
      for (var i = 0; i < node.size(); i++) {
        requireText(node.get(i), path + "[" + i + "]");
      }
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                var name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                requireText(field.getKey(), "the name of a field");
                requireText(field.getValue(), name);
              });
    }
  }

  private static void requireText(String text, String path) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == 0) {
        throw new RequestRefused(
            ApiError.invalidValue(path, "need text without NUL, was NUL at character " + i));
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new RequestRefused(
              ApiError.invalidValue(
                  path, "need Unicode text, was a lone surrogate at character " + i));
        }
        i++;
      }
    }
  }

  private static RequestRefused refused(String reason) {
    return new RequestRefused(ApiError.invalidJson(reason));
  }
}
