package coop.imece.shard.training;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes bf16 tensors in the safetensors format. */
final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /**
   * Writes a file.
   *
   * @param shapes every tensor in the order in which its values stand
   * @param values the values of all tensors, one after the other
   */
  static void writeBf16(Map<String, Shape> shapes, float[] values, Path file) throws IOException {
    var header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    var end = 0L;
    for (var tensor : shapes.entrySet()) {
      var start = end;
      end += 2 * tensor.getValue().size();
      var entry = header.putObject(tensor.getKey()).put("dtype", "BF16");
      var shape = entry.putArray("shape");
      for (var size : tensor.getValue().getShape()) {
        shape.add(size);
      }
      entry.putArray("data_offsets").add(start).add(end);
    }
    if (end != 2L * values.length) {
      throw new IllegalArgumentException(
          "shapes need %d values, was %d".formatted(end / 2, values.length));
    }
    var json = padded(JSON.writeValueAsBytes(header));
    var bytes = ByteBuffer.allocate(8 + json.length + 2 * values.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    for (var value : values) {
      bytes.putShort(bf16(value));
    }
    Files.write(file, bytes.array());
  }

  /** The upper half of a finite float, rounded to the nearest, ties to even. */
  static short bf16(float value) {
    var bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  /** With spaces at its end, so that the data begins at a multiple of 8. */
  private static byte[] padded(byte[] json) {
    var padded = java.util.Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    java.util.Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }
}
