package coop.imece.core;

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
}
