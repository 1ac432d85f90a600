package coop.imece.shard.decoder;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.HiddenStates.Element;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Hidden states as floats of the machine's order and back. The engine's edge is always fp32: a bf16
 * value is the upper half of a float, so both directions are exact.
 */
final class StateRows {
  private StateRows() {}

  /** Writes the states' elements, row after row, where {@code to} stands, and moves it on. */
  static void read(HiddenStates states, ByteBuffer to) {
    var bytes = ByteBuffer.wrap(states.data().array()).order(ByteOrder.LITTLE_ENDIAN);
    var elements = states.positions() * states.width();
    switch (states.element()) {
      case FP32 -> to.asFloatBuffer().put(bytes.asFloatBuffer());
      case BF16 -> {
        var floats = to.asFloatBuffer();
        for (int i = 0; i < elements; i++) {
          floats.put(Float.intBitsToFloat(bytes.getShort() << 16));
        }
      }
      case FP16 -> throw new IllegalArgumentException("hidden states must be FP32 or BF16");
    }
    to.position(to.position() + elements * Float.BYTES);
  }

  /** Takes rows from where {@code from} stands, whose values are representable in the element. */
  static HiddenStates write(ByteBuffer from, int positions, int width, Element element) {
    var elements = positions * width;
    var array = new byte[elements * element.bytes()];
    var bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    var floats = from.asFloatBuffer();
    switch (element) {
      case FP32 -> bytes.asFloatBuffer().put(floats.limit(elements));
      case BF16 -> {
        for (int i = 0; i < elements; i++) {
          bytes.putShort((short) (Float.floatToRawIntBits(floats.get()) >>> 16));
        }
      }
      case FP16 -> throw new IllegalArgumentException("hidden states must be FP32 or BF16");
    }
    from.position(from.position() + elements * Float.BYTES);
    return new HiddenStates(positions, width, element, Bytes.own(array));
  }
}
