package coop.imece.shard.safetensors;

import java.util.List;

/**
 * One tensor of a file: where its bytes are, counted from the end of the header.
 *
 * @param shape sizes, slowest dimension first
 * @param start first byte
 * @param end one past the last byte
 */
public record TensorInfo(String name, StoredType type, List<Long> shape, long start, long end) {
  /**
   * Checks that shape, type and byte range agree.
   *
   * @throws SafetensorsException when they don't, or when the shape overflows
   */
  public TensorInfo {
    shape = List.copyOf(shape);
    if (start < 0 || end < start) {
      throw new SafetensorsException(
          "tensor %s: data_offsets must be 0 <= start <= end, was [%d, %d]"
              .formatted(name, start, end));
    }
    long bits = type.bits();
    try {
      for (long size : shape) {
        bits = Math.multiplyExact(bits, size);
      }
    } catch (ArithmeticException e) {
      throw new SafetensorsException("tensor %s: shape %s overflows".formatted(name, shape));
    }
    if (bits % 8 != 0 || bits / 8 != end - start) {
      throw new SafetensorsException(
          "tensor %s: %s %s needs %d bits, data_offsets hold %d bytes"
              .formatted(name, type, shape, bits, end - start));
    }
  }

  public long bytes() {
    return end - start;
  }
}
