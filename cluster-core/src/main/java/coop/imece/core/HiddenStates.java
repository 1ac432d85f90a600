package coop.imece.core;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What travels between stages: {@code (positions, width)} in the residual stream's own type, raw
 * little-endian, row after row.
 */
public record HiddenStates(int positions, int width, Element element, Bytes data)
    implements StageInput {

  /** The number format of the residual stream. */
  public enum Element {
    FP32(4),
    BF16(2),
    FP16(2);

    private final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }

    public int bytes() {
      return bytes;
    }
  }

  public HiddenStates {
    if (positions < 1 || width < 1) {
      throw new IllegalArgumentException(
          "need at least one position and one column, was %d x %d".formatted(positions, width));
    }
    var need = Math.multiplyExact(Math.multiplyExact(positions, width), element.bytes());
    if (data.size() != need) {
      throw new IllegalArgumentException(
          "%d x %d %s states need %d bytes, was %d"
              .formatted(positions, width, element, need, data.size()));
    }
  }

  /** Bytes of one row. */
  public int rowBytes() {
    return width * element.bytes();
  }

  /** The rows {@code [start, end)}, copied. */
  public HiddenStates rows(int start, int end) {
    if (start == 0 && end == positions) {
      return this;
    }
    var from = start * rowBytes();
    return new HiddenStates(
        end - start,
        width,
        element,
        Bytes.own(Arrays.copyOfRange(data.array(), from, end * rowBytes())));
  }

  /** These rows, then those. */
  public static HiddenStates concat(List<HiddenStates> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    var first = parts.get(0);
    var positions = parts.stream().mapToInt(HiddenStates::positions).sum();
    var all = ByteBuffer.allocate(positions * first.rowBytes());
    parts.forEach(part -> all.put(part.data.array()));
    return new HiddenStates(positions, first.width, first.element, Bytes.own(all.array()));
  }
}
