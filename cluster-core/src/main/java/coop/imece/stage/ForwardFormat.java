package coop.imece.stage;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.HiddenStates.Element;
import coop.imece.core.SessionId;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import coop.imece.stage.StageProtocol.Forward;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One {@link Forward} in a little-endian buffer:
 *
 * <pre>
 * session 16 | attempt 4 | startPosition 4 | chunkEnd 4 | kind 4 | positions 4 | width 4 | data
 * </pre>
 *
 * Kind 0 is token ids (width 1, 4 bytes each); 1, 2 and 3 are hidden states in fp32, bf16 and fp16.
 */
final class ForwardFormat {
  private static final int HEADER_BYTES = 40;
  private static final int TOKENS = 0;

  /** A frame that claims more is refused before anything is allocated. */
  static final int MAX_DATA_BYTES = 8 << 20;

  private ForwardFormat() {}

  static int bytes(Forward forward) {
    return HEADER_BYTES + dataBytes(forward.input());
  }

  static void write(Forward forward, ByteBuffer buffer) {
    var id = forward.session().value();
    buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    buffer.putInt(forward.attempt()).putInt(forward.startPosition()).putInt(forward.chunkEnd());
    if (forward.input() instanceof TokenIds tokens) {
      buffer.putInt(TOKENS).putInt(tokens.size()).putInt(1).put(tokens.toLittleEndian());
    } else if (forward.input() instanceof HiddenStates states) {
      buffer.putInt(1 + states.element().ordinal());
      buffer.putInt(states.positions()).putInt(states.width()).put(states.data().array());
    } else {
      throw new IllegalStateException("unknown stage input " + forward.input().getClass());
    }
  }

  /** Reads all that remains. */
  static Forward read(ByteBuffer buffer) throws NotSerializableException {
    if (buffer.remaining() < HEADER_BYTES) {
      throw new NotSerializableException(
          "a Forward needs %d header bytes, was %d".formatted(HEADER_BYTES, buffer.remaining()));
    }
    var session = new SessionId(new UUID(buffer.getLong(), buffer.getLong()));
    var attempt = buffer.getInt();
    var startPosition = buffer.getInt();
    var chunkEnd = buffer.getInt();
    var kind = buffer.getInt();
    var positions = buffer.getInt();
    var width = buffer.getInt();
    if (kind < TOKENS || kind > Element.values().length || positions < 1 || width < 1) {
      throw new NotSerializableException(
          "a Forward of kind %d with %d positions of width %d".formatted(kind, positions, width));
    }
    var elementBytes = kind == TOKENS ? Integer.BYTES : Element.values()[kind - 1].bytes();
    var claimed = (long) positions * width * elementBytes;
    if (claimed > MAX_DATA_BYTES || claimed != buffer.remaining()) {
      throw new NotSerializableException(
          "a Forward that claims %d bytes of data has %d, the most is %d"
              .formatted(claimed, buffer.remaining(), MAX_DATA_BYTES));
    }
    var data = new byte[(int) claimed];
    buffer.get(data);
    StageInput input =
        kind == TOKENS
            ? TokenIds.ofLittleEndian(data)
            : new HiddenStates(positions, width, Element.values()[kind - 1], Bytes.own(data));
    return new Forward(session, attempt, startPosition, chunkEnd, input);
  }

  private static int dataBytes(StageInput input) {
    return input instanceof HiddenStates states
        ? states.data().size()
        : input.positions() * Integer.BYTES;
  }
}
