package coop.imece.stage;

import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.ForwardBatch;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What goes by links, and by the cluster's wire instead, little-endian: manifest {@code F} is one
 * {@link Forward} as in {@link ForwardFormat}; {@code B} is a {@link ForwardBatch}: count 4, then
 * for each its length 4 and itself; {@code T} is {@link SampledTokens}: count 4, then each as in
 * {@link TokenFormat}.
 */
public final class LinkSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {
  private static final int IDENTIFIER = 1_530_001;
  private static final String ONE = "F";
  private static final String BATCH = "B";
  private static final String TOKENS = "T";

  /** A batch that claims more is refused before anything is allocated. */
  static final int MAX_BATCH = 4_096;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    if (message instanceof SampledTokens) {
      return TOKENS;
    }
    return message instanceof ForwardBatch ? BATCH : ONE;
  }

  @Override
  public byte[] toBinary(Object message) {
    var buffer = ByteBuffer.allocate(bytes(message));
    toBinary(message, buffer);
    return buffer.array();
  }

  private static int bytes(Object message) {
    if (message instanceof SampledTokens sampled) {
      return Integer.BYTES + TokenFormat.BYTES * sampled.tokens().size();
    }
    return message instanceof ForwardBatch batch
        ? Integer.BYTES
            + batch.forwards().stream().mapToInt(f -> Integer.BYTES + ForwardFormat.bytes(f)).sum()
        : ForwardFormat.bytes((Forward) message);
  }

  @Override
  public void toBinary(Object message, ByteBuffer buffer) {
    var order = buffer.order();
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    if (message instanceof SampledTokens sampled) {
      buffer.putInt(sampled.tokens().size());
      sampled.tokens().forEach(token -> TokenFormat.write(token, buffer));
    } else if (message instanceof ForwardBatch batch) {
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
  public LinkMessage fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return fromBinary(ByteBuffer.wrap(bytes), manifest);
  }

  @Override
  public LinkMessage fromBinary(ByteBuffer buffer, String manifest)
      throws NotSerializableException {
    var order = buffer.order();
    try {
      buffer.order(ByteOrder.LITTLE_ENDIAN);
      switch (manifest) {
        case ONE:
          return ForwardFormat.read(buffer);
        case BATCH:
          return readBatch(buffer);
        case TOKENS:
          return readTokens(buffer);
        default:
          throw new NotSerializableException(
              "a message of manifest '%s', expected F, B or T".formatted(manifest));
      }
    } catch (IllegalArgumentException e) {
      throw new NotSerializableException(e.getMessage());
    } finally {
      buffer.order(order);
    }
  }

  private static SampledTokens readTokens(ByteBuffer buffer) throws NotSerializableException {
    var count = readCount(buffer);
    if (buffer.remaining() != count * TokenFormat.BYTES) {
      throw new NotSerializableException(
          "%d sampled tokens in %d bytes, expected %d each"
              .formatted(count, buffer.remaining(), TokenFormat.BYTES));
    }
    var tokens = new ArrayList<TokenSampled>();
    for (var i = 0; i < count; i++) {
      tokens.add(TokenFormat.read(buffer));
    }
    return new SampledTokens(tokens);
  }

  private static ForwardBatch readBatch(ByteBuffer buffer) throws NotSerializableException {
    var count = readCount(buffer);
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

  private static int readCount(ByteBuffer buffer) throws NotSerializableException {
    var count = buffer.remaining() < Integer.BYTES ? 0 : buffer.getInt();
    if (count < 1 || count > MAX_BATCH) {
      throw new NotSerializableException(
          "a batch of %d, expected 1 to %d".formatted(count, MAX_BATCH));
    }
    return count;
  }
}
