package coop.imece.gateway.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.core.TokenIds;
import coop.imece.gateway.template.RenderedPrompt;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Encodes a rendered prompt so that only the template can write special tokens.
 *
 * <p>It is the model's tokenizer with every special token renamed to a secret mark: random private
 * characters, drawn anew each time a model is loaded. A special token that the template wrote is
 * replaced by its mark before encoding; the same characters in a message stay, and now name no
 * token at all. All else is as it was, and the prompt is encoded in one piece: so the ids are
 * exactly those of the model's tokenizer wherever no message holds a special token's text, merges
 * across the borders of messages included.
 */
final class MarkedEncoder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RANDOM_CHARACTERS = 8;
  private static final int FIRST_PRIVATE = 0xF0000;
  private static final int PRIVATE_COUNT = 0xFFFE;

  private final Encoder encoder;

  /**
   * Special tokens and their marks by the token's first character, the longest first, as the
   * library prefers the longest match.
   */
  private final Map<Character, List<Map.Entry<String, String>>> marks;

  private MarkedEncoder(Encoder encoder, Map<Character, List<Map.Entry<String, String>>> marks) {
    this.encoder = encoder;
    this.marks = marks;
  }

  /** Beside {@code original}, which encodes the same tokenizer as it is. */
  static MarkedEncoder of(JsonNode tokenizer, Encoder original) throws IOException {
    var marks = marks(tokenizer);
    var encoder = Encoder.of(JSON.writeValueAsString(renamed(tokenizer, marks)));
    for (var mark : marks.entrySet()) {
      var expected = original.encode(mark.getKey(), false);
      var actual = encoder.encode(mark.getValue(), false);
      if (!actual.equals(expected)) {
        encoder.close();
        throw new IOException(
            "the special token '%s' encodes as %s, its mark as %s"
                .formatted(mark.getKey(), expected, actual));
      }
    }
    var longestFirst =
        Comparator.comparingInt((Map.Entry<String, String> m) -> m.getKey().length());
    return new MarkedEncoder(
        encoder,
        marks.entrySet().stream()
            .sorted(longestFirst.reversed())
            .collect(Collectors.groupingBy(m -> m.getKey().charAt(0))));
  }

  private static Map<String, String> marks(JsonNode tokenizer) {
    var random = new SecureRandom();
    var secret = new StringBuilder();
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      secret.appendCodePoint(FIRST_PRIVATE + random.nextInt(PRIVATE_COUNT));
    }
    var marks = new LinkedHashMap<String, String>();
    for (var token : tokenizer.path("added_tokens")) {
      if (token.path("special").asBoolean()) {
        var number = Character.toString(FIRST_PRIVATE + marks.size());
        marks.put(token.path("content").asText(), secret + number);
      }
    }
    return marks;
  }

  /** Also in the model's own vocabulary, so that ids stay and no other way leads to them. */
  private static JsonNode renamed(JsonNode tokenizer, Map<String, String> marks) {
    ObjectNode copy = tokenizer.deepCopy();
    for (var token : copy.path("added_tokens")) {
      rename((ObjectNode) token, "content", marks);
    }
    if (copy.path("model") instanceof ObjectNode model) {
      rename(model, "unk_token", marks);
      if (model.path("vocab") instanceof ObjectNode vocab) {
        marks.forEach(
            (name, mark) -> {
              if (vocab.has(name)) {
                vocab.set(mark, vocab.remove(name));
              }
            });
      } else if (model.path("vocab") instanceof ArrayNode pieces) {
        for (var piece : pieces) {
          var mark = marks.get(piece.path(0).asText());
          if (mark != null) {
            ((ArrayNode) piece).set(0, mark);
          }
        }
      }
    }
    return copy;
  }

  private static void rename(ObjectNode node, String field, Map<String, String> marks) {
    var mark = marks.get(node.path(field).asText());
    if (mark != null) {
      node.put(field, mark);
    }
  }

  TokenIds encode(RenderedPrompt prompt) {
    return encoder.encode(marked(prompt), false);
  }

  private String marked(RenderedPrompt prompt) {
    var text = prompt.text();
    var out = new StringBuilder(text.length());
    var position = 0;
    while (position < text.length()) {
      var mark = markAt(prompt, text, position);
      if (mark.isPresent()) {
        out.append(mark.get().getValue());
        position += mark.get().getKey().length();
      } else {
        out.append(text.charAt(position++));
      }
    }
    return out.toString();
  }

  /** The mark of the special token that the template wrote here, if it did. */
  private Optional<Map.Entry<String, String>> markAt(
      RenderedPrompt prompt, String text, int position) {
    var candidates = marks.get(text.charAt(position));
    if (candidates == null || !prompt.fromTemplate(position, position + 1)) {
      return Optional.empty();
    }
    for (var candidate : candidates) {
      var end = position + candidate.getKey().length();
      if (text.startsWith(candidate.getKey(), position) && prompt.fromTemplate(position, end)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
