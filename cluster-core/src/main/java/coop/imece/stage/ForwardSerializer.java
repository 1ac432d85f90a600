package coop.imece.stage;

import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.ForwardBatch;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Hidden states and token ids on the wire, little-endian: manifest {@code F} is one {@link Forward}
 * as in {@link ForwardFormat}; {@code B} is a {@link ForwardBatch}: count 4, then for each its
 * length 4 and itself.
 */
public final class ForwardSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {
  private static final int IDENTIFIER = 1_530_001;
  private static final String ONE = "F";
  private static final String BATCH = "B";

  /** A batch that claims more is refused before anything is allocated. */
  static final int MAX_BATCH = 4_096;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return message instanceof ForwardBatch ? BATCH : ONE;
  }

  @Override
  public byte[] toBinary(Object message) {
    var buffer = ByteBuffer.allocate(bytes(message));
    toBinary(message, buffer);
    return buffer.array();
  }

  private static int bytes(Object message) {
    return message instanceof ForwardBatch batch
        ? Integer.BYTES
            + batch.forwards().stream().mapToInt(f -> Integer.BYTES + ForwardFormat.bytes(f)).sum()
        : ForwardFormat.bytes((Forward) message);
  }

  @Override
  public void toBinary(Object message, ByteBuffer buffer) {
    var order = buffer.order();
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    if (message instanceof ForwardBatch batch) {
      buffer.putInt(batch.forwards().size());
      for (var forward : batch.forwards()) {
        buffer.putInt(ForwardFormat.bytes(forward));
        ForwardFormat.write(forward, buffer);
      }
    } else {
      ForwardFormat.write((Forward) message, buffer);
    }
    buffer.order(order);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return fromBinary(ByteBuffer.wrap(bytes), manifest);
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    var order = buffer.order();
    try {
      buffer.order(ByteOrder.LITTLE_ENDIAN);
      return manifest.equals(BATCH) ? readBatch(buffer) : ForwardFormat.read(buffer);
    } catch (IllegalArgumentException e) {
      throw new NotSerializableException(e.getMessage());
    } finally {
      buffer.order(order);
    }
  }

  private static ForwardBatch readBatch(ByteBuffer buffer) throws NotSerializableException {
    var count = buffer.remaining() < Integer.BYTES ? 0 : buffer.getInt();
    if (count < 1 || count > MAX_BATCH) {
      throw new NotSerializableException(
          "a batch of %d, expected 1 to %d".formatted(count, MAX_BATCH));
    }
    var forwards = new ArrayList<Forward>();
    for (var i = 0; i < count; i++) {
      var length = buffer.remaining() < Integer.BYTES ? -1 : buffer.getInt();
      if (length < 0 || length > buffer.remaining()) {
        throw new NotSerializableException(
            "a batch whose part %d claims %d bytes of %d".formatted(i, length, buffer.remaining()));
      }
      var part = buffer.slice(buffer.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      forwards.add(ForwardFormat.read(part));
      buffer.position(buffer.position() + length);
    }
    if (buffer.hasRemaining()) {
      throw new NotSerializableException(
          "a batch of %d with %d bytes behind it".formatted(count, buffer.remaining()));
    }
    return new ForwardBatch(forwards);
  }
}
