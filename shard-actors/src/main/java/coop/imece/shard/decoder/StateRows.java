package coop.imece.shard.decoder;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.HiddenStates.Element;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Hidden states as floats and back. The engine's edge is always fp32: a bf16 value is the upper
 * half of a float, so both directions are exact.
 */
final class StateRows {
  private StateRows() {}

  /** Writes the states' elements, row after row, from {@code to[at]} on. */
  static void read(HiddenStates states, float[] to, int at) {
    var bytes = ByteBuffer.wrap(states.data().array()).order(ByteOrder.LITTLE_ENDIAN);
    var elements = states.positions() * states.width();
    switch (states.element()) {
      case FP32 -> bytes.asFloatBuffer().get(to, at, elements);
      case BF16 -> {
        var halves = bytes.asShortBuffer();
        for (int i = 0; i < elements; i++) {
          to[at + i] = Float.intBitsToFloat(halves.get(i) << 16);
        }
      }
      case FP16 -> throw new IllegalArgumentException("hidden states must be FP32 or BF16");
    }
  }

  /** The rows from {@code from[at]} on, whose values are representable in {@code element}. */
  static HiddenStates write(float[] from, int at, int positions, int width, Element element) {
    var elements = positions * width;
    var array = new byte[elements * element.bytes()];
    var bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    switch (element) {
      case FP32 -> bytes.asFloatBuffer().put(from, at, elements);
      case BF16 -> {
        var halves = bytes.asShortBuffer();
        for (int i = 0; i < elements; i++) {
          halves.put(i, (short) (Float.floatToRawIntBits(from[at + i]) >>> 16));
        }
      }
      case FP16 -> throw new IllegalArgumentException("hidden states must be FP32 or BF16");
    }
    return new HiddenStates(positions, width, element, Bytes.own(array));
  }
}
