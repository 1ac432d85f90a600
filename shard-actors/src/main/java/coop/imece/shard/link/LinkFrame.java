package coop.imece.shard.link;

import coop.imece.core.Bytes;
import coop.imece.stage.ForwardSerializer;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.LinkAt;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a link carries, once or many times:
 *
 * <pre>
 * length of what follows 4, big-endian | token 16 | manifest 1 | as {@link ForwardSerializer} says
 * </pre>
 *
 * @param token names the receiving stage
 * @param command a {@code Forward} or a {@code ForwardBatch}
 */
record LinkFrame(Bytes token, Command command) {
  /** A frame that claims more is refused before anything is allocated. */
  static final int MAX_BYTES = 256 << 10;

  private static final int HEADER_BYTES = LinkAt.TOKEN_BYTES + 1;

  /**
   * @throws IllegalArgumentException when it is longer than a frame may be
   */
  byte[] bytes(ForwardSerializer serializer) {
    var data = serializer.toBinary(command);
    var length = HEADER_BYTES + data.length;
    if (length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a frame must be at most %d bytes long, was %d".formatted(MAX_BYTES, length));
    }
    return ByteBuffer.allocate(Integer.BYTES + length)
        .putInt(length)
        .put(token.array())
        .put(serializer.manifest(command).getBytes(StandardCharsets.US_ASCII))
        .put(data)
        .array();
  }

  /**
   * Reads one frame.
   *
   * @throws java.io.EOFException when the stream ends before the frame does
   * @throws IOException for what is no frame; the stream is useless from there on
   */
  static LinkFrame read(DataInputStream in, ForwardSerializer serializer) throws IOException {
    var length = in.readInt();
    if (length <= HEADER_BYTES || length > MAX_BYTES) {
      throw new IOException(
          "a frame must be %d to %d bytes long, was %d"
              .formatted(HEADER_BYTES + 1, MAX_BYTES, length));
    }
    var bytes = new byte[length];
    in.readFully(bytes);
    var token = new byte[LinkAt.TOKEN_BYTES];
    var buffer = ByteBuffer.wrap(bytes).get(token);
    var manifest = String.valueOf((char) buffer.get());
    return new LinkFrame(
        Bytes.own(token), (Command) serializer.fromBinary(buffer.slice(), manifest));
  }
}
