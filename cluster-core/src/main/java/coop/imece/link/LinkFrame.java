package coop.imece.link;

import coop.imece.core.Bytes;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.LinkMessage;
import coop.imece.stage.LinkSerializer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a link carries, once or many times:
 *
 * <pre>
 * length of what follows 4, big-endian | receiver 16 | manifest 1 | as {@link LinkSerializer} says
 * </pre>
 *
 * @param receiver its name there, as in {@link LinkAddress}
 */
record LinkFrame(Bytes receiver, LinkMessage message) {
  /** A frame that claims more is refused before anything is allocated. */
  static final int MAX_BYTES = 256 << 10;

  private static final int HEADER_BYTES = LinkAddress.RECEIVER_BYTES + 1;

  /**
   * @throws IllegalArgumentException when it is longer than a frame may be
   */
  byte[] bytes(LinkSerializer serializer) {
    var data = serializer.toBinary(message);
    var length = HEADER_BYTES + data.length;
    if (length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a frame must be at most %d bytes long, was %d".formatted(MAX_BYTES, length));
    }
    return ByteBuffer.allocate(Integer.BYTES + length)
        .putInt(length)
        .put(receiver.array())
        .put(serializer.manifest(message).getBytes(StandardCharsets.US_ASCII))
        .put(data)
        .array();
  }

  /**
   * Reads one frame.
   *
   * @throws java.io.EOFException when the stream ends before the frame does
   * @throws IOException for what is no frame; the stream is useless from there on
   */
  static LinkFrame read(DataInputStream in, LinkSerializer serializer) throws IOException {
    var length = in.readInt();
    if (length <= HEADER_BYTES || length > MAX_BYTES) {
      throw new IOException(
          "a frame must be %d to %d bytes long, was %d"
              .formatted(HEADER_BYTES + 1, MAX_BYTES, length));
    }
    var bytes = new byte[length];
    in.readFully(bytes);
    var receiver = new byte[LinkAddress.RECEIVER_BYTES];
    var buffer = ByteBuffer.wrap(bytes).get(receiver);
    var manifest = String.valueOf((char) buffer.get());
    return new LinkFrame(Bytes.own(receiver), serializer.fromBinary(buffer.slice(), manifest));
  }
}
