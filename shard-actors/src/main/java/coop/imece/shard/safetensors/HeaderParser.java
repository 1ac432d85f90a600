package coop.imece.shard.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the header's JSON as a stream, so that a hostile one is refused before it takes memory. */
final class HeaderParser {
  /** Far above any model; bounds the memory that a header can ask for. */
  static final int MAX_TENSORS = 200_000;

  private static final int MAX_DIMENSIONS = 16;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxNameLength(4_096)
                  .maxNumberLength(32)
                  .maxStringLength(1 << 20)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final JsonParser json;

  private HeaderParser(JsonParser json) {
    this.json = json;
  }

  /** A header's tensors in its own order, and its free text. */
  record Header(List<TensorInfo> tensors, Map<String, String> metadata) {}

  static Header parse(String header) {
    try (var json = FACTORY.createParser(header)) {
      return new HeaderParser(json).header();
    } catch (JsonProcessingException e) {
      throw new SafetensorsException("the header is not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does not fail", e);
    }
  }

  private Header header() throws IOException {
    expect(JsonToken.START_OBJECT, "the header");
    var tensors = new ArrayList<TensorInfo>();
    var metadata = new HashMap<String, String>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      if (name.equals("__metadata__")) {
        metadata(metadata);
      } else if (tensors.size() == MAX_TENSORS) {
        throw new SafetensorsException("more than %d tensors".formatted(MAX_TENSORS));
      } else {
        tensors.add(tensor(name));
      }
    }
    if (json.nextToken() != null) {
      throw new SafetensorsException("the header goes on after its closing brace");
    }
    return new Header(tensors, Map.copyOf(metadata));
  }

  private void metadata(Map<String, String> metadata) throws IOException {
    expect(JsonToken.START_OBJECT, "__metadata__");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      expect(JsonToken.VALUE_STRING, "__metadata__." + name);
      metadata.put(name, json.getText());
    }
  }

  private TensorInfo tensor(String name) throws IOException {
    expect(JsonToken.START_OBJECT, "tensor " + name);
    StoredType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      switch (json.currentName()) {
        case "dtype" -> type = type(name);
        case "shape" -> shape = sizes(name, "shape");
        case "data_offsets" -> offsets = sizes(name, "data_offsets");
        default ->
            throw new SafetensorsException(
                "tensor %s: unknown field %s".formatted(name, json.currentName()));
      }
    }
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new SafetensorsException(
          "tensor %s: dtype, shape and two data_offsets are needed".formatted(name));
    }
    return new TensorInfo(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private StoredType type(String name) throws IOException {
    expect(JsonToken.VALUE_STRING, "tensor %s: dtype".formatted(name));
    var text = json.getText();
    return StoredType.of(text)
        .orElseThrow(
            () -> new SafetensorsException("tensor %s: unknown dtype %s".formatted(name, text)));
  }

  private List<Long> sizes(String name, String field) throws IOException {
    expect(JsonToken.START_ARRAY, "tensor %s: %s".formatted(name, field));
    var sizes = new ArrayList<Long>(4);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
          || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || json.getLongValue() < 0
          || sizes.size() == MAX_DIMENSIONS) {
        throw new SafetensorsException(
            "tensor %s: %s must be at most %d whole numbers in [0, 2^63), was %s"
                .formatted(name, field, MAX_DIMENSIONS, json.getText()));
      }
      sizes.add(json.getLongValue());
    }
    return sizes;
  }

  private void expect(JsonToken token, String what) throws IOException {
    if (json.nextToken() != token) {
      throw new SafetensorsException(
          "%s must be %s, was %s".formatted(what, token, json.currentToken()));
    }
  }
}
