package coop.imece.shard.eager;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * All tensors of a trusted model folder as fp32 arrays on the heap: the oracle's own reading of the
 * safetensors format, without the guards that the stages' reader needs.
 */
public final class FolderWeights implements Function<String, NDArray> {
  private final Map<String, NDArray> byName = new HashMap<>();

  private FolderWeights() {}

  /** Reads a folder; the arrays belong to {@code manager}. */
  public static FolderWeights read(NDManager manager, ModelFolder folder) {
    var weights = new FolderWeights();
    try {
      for (var file : folder.weights().files()) {
        weights.add(manager, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return weights;
  }

  @Override
  public NDArray apply(String name) {
    var array = byName.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return array;
  }

  private void add(NDManager manager, Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    var headerBytes = Math.toIntExact(bytes.getLong(0));
    var header = new ObjectMapper().readTree(bytes.array(), 8, headerBytes);
    for (var field : header.properties()) {
      if (!field.getKey().equals("__metadata__")) {
        byName.put(field.getKey(), tensor(manager, field.getValue(), bytes, 8 + headerBytes));
      }
    }
  }

  private static NDArray tensor(NDManager manager, JsonNode entry, ByteBuffer bytes, int data) {
    var type = entry.get("dtype").asText();
    var start = data + entry.get("data_offsets").get(0).asInt();
    var end = data + entry.get("data_offsets").get(1).asInt();
    var shape =
        new Shape(
            StreamSupport.stream(entry.get("shape").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray());
    var values = new float[Math.toIntExact(shape.size())];
    if ((end - start) % values.length != 0) {
      throw new IllegalArgumentException("%d bytes for shape %s".formatted(end - start, shape));
    }
    for (var i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "F32" -> bytes.getFloat(start + 4 * i);
            case "BF16" -> Float.intBitsToFloat(bytes.getShort(start + 2 * i) << 16);
            default -> throw new IllegalArgumentException("dtype must be F32 or BF16, was " + type);
          };
    }
    return manager.create(values, shape);
  }
}
