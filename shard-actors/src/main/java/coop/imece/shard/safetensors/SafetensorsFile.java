package coop.imece.shard.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file whose header holds to every rule of the format; no tensor's bytes are read.
 *
 * @param dataStart the file offset of the first tensor's first byte
 * @param tensors by name, in the order of their bytes
 * @param metadata free text of whoever wrote the file
 */
public record SafetensorsFile(
    Path path, long dataStart, Map<String, TensorInfo> tensors, Map<String, String> metadata) {
  private static final long MAX_HEADER_BYTES = 100_000_000;

  /**
   * Reads and checks the header.
   *
   * @throws SafetensorsException when the file breaks a rule; the message begins with its path
   */
  public static SafetensorsFile open(Path path) {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var size = channel.size();
      var headerBytes = headerBytes(channel, size);
      var header = utf8(read(channel, 8, (int) headerBytes));
      var parsed = HeaderParser.parse(header);
      var tensors = inOrder(parsed.tensors(), size - 8 - headerBytes);
      return new SafetensorsFile(path, 8 + headerBytes, tensors, parsed.metadata());
    } catch (SafetensorsException e) {
      throw new SafetensorsException(path + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  private static long headerBytes(FileChannel channel, long fileBytes) throws IOException {
    if (fileBytes < 8) {
      throw new SafetensorsException("header too small: the file needs 8 bytes, has " + fileBytes);
    }
    var length = read(channel, 0, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > MAX_HEADER_BYTES) {
      throw new SafetensorsException(
          "header too large: at most %d bytes are allowed, was %s"
              .formatted(MAX_HEADER_BYTES, Long.toUnsignedString(length)));
    }
    if (length == 0 || length > fileBytes - 8) {
      throw new SafetensorsException(
          "invalid header length: %d bytes in a file of %d".formatted(length, fileBytes));
    }
    return length;
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("the file ended while its header was read");
      }
    }
    return buffer.flip();
  }

  private static String utf8(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new SafetensorsException("the header is not valid UTF-8");
    }
  }

  /** The tensors must follow each other without gap or overlap and fill the file. */
  private static Map<String, TensorInfo> inOrder(List<TensorInfo> tensors, long dataBytes) {
    tensors.sort(Comparator.comparingLong(TensorInfo::start).thenComparingLong(TensorInfo::end));
    var byName = new LinkedHashMap<String, TensorInfo>();
    var end = 0L;
    for (var tensor : tensors) {
      if (tensor.start() != end) {
        throw new SafetensorsException(
            "tensor %s: must begin at byte %d, where the one before ends, begins at %d"
                .formatted(tensor.name(), end, tensor.start()));
      }
      end = tensor.end();
      byName.put(tensor.name(), tensor);
    }
    if (end != dataBytes) {
      throw new SafetensorsException(
          "the tensors take %d bytes, the file holds %d".formatted(end, dataBytes));
    }
    return Collections.unmodifiableMap(byName);
  }
}
