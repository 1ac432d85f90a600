package coop.imece.gateway.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What decoding needs to know of a {@code tokenizer.json}: how many tokens there are, which are
 * special, and which stand for one raw byte.
 */
final class Vocabulary {
  private static final Pattern BYTE_TOKEN = Pattern.compile("<0x([0-9A-F]{2})>");

  private final int size;
  private final Set<Integer> special;
  private final Map<Integer, Integer> bytes;

  private Vocabulary(int size, Set<Integer> special, Map<Integer, Integer> bytes) {
    this.size = size;
    this.special = special;
    this.bytes = bytes;
  }

  static Vocabulary of(JsonNode tokenizer) {
    var highest = -1;
    var bytes = new HashMap<Integer, Integer>();
    var byteFallback = hasByteFallback(tokenizer.path("decoder"));
    var vocab = tokenizer.path("model").path("vocab");
    for (var entry : vocab.properties()) {
      highest = Math.max(highest, entry.getValue().asInt());
      if (byteFallback) {
        addByte(entry.getKey(), entry.getValue().asInt(), bytes);
      }
    }
    if (vocab.isArray()) {
      highest = vocab.size() - 1;
      for (int id = 0; byteFallback && id < vocab.size(); id++) {
        addByte(vocab.get(id).path(0).asText(), id, bytes);
      }
    }
    var special = new HashSet<Integer>();
    for (var token : tokenizer.path("added_tokens")) {
      highest = Math.max(highest, token.path("id").asInt());
      if (token.path("special").asBoolean()) {
        special.add(token.path("id").asInt());
      }
    }
    return new Vocabulary(highest + 1, special, bytes);
  }

  private static boolean hasByteFallback(JsonNode decoder) {
    if (decoder.path("type").asText().equals("ByteFallback")) {
      return true;
    }
    for (var part : decoder.path("decoders")) {
      if (hasByteFallback(part)) {
        return true;
      }
    }
    return false;
  }

  private static void addByte(String token, int id, Map<Integer, Integer> bytes) {
    var matcher = BYTE_TOKEN.matcher(token);
    if (matcher.matches()) {
      bytes.put(id, Integer.parseInt(matcher.group(1), 16));
    }
  }

  /** The highest token id + 1. */
  int size() {
    return size;
  }

  /** False for special tokens, and for ids that the vocabulary does not have. */
  boolean visible(int id) {
    return id >= 0 && id < size && !special.contains(id);
  }

  OptionalInt byteOf(int id) {
    var value = bytes.get(id);
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
