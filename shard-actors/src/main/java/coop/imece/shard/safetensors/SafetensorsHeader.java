package coop.imece.shard.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the header of a new file: tensors stand in the order in which they were added. */
public final class SafetensorsHeader {
  private final List<TensorInfo> tensors = new ArrayList<>();
  private long end;

  /** Adds a tensor behind the last. */
  public void add(String name, StoredType type, List<Long> shape) {
    var elements = shape.stream().reduce(1L, Math::multiplyExact);
    var bytes = Math.multiplyExact(elements, (long) type.bits()) / 8;
    tensors.add(new TensorInfo(name, type, shape, end, end + bytes));
    end += bytes;
  }

  /** Length and JSON, padded with spaces so that the first tensor begins at a multiple of 64. */
  public byte[] bytes(Map<String, String> metadata) {
    var text = new ByteArrayOutputStream();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("__metadata__");
      for (var entry : new TreeMap<>(metadata).entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      for (var tensor : tensors) {
        write(json, tensor);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    var length = (8 + text.size() + 63) / 64 * 64 - 8;
    var header = new byte[8 + length];
    Arrays.fill(header, (byte) ' ');
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text.toByteArray());
    return header;
  }

  private static void write(JsonGenerator json, TensorInfo tensor) throws IOException {
    json.writeObjectFieldStart(tensor.name());
    json.writeStringField("dtype", tensor.type().name());
    json.writeArrayFieldStart("shape");
    for (var size : tensor.shape()) {
      json.writeNumber(size);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("data_offsets");
    json.writeNumber(tensor.start());
    json.writeNumber(tensor.end());
    json.writeEndArray();
    json.writeEndObject();
  }
}
