package coop.imece.shard.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 over every byte that a slice's products come from. */
final class SourceHash {
  private static final int READ_BYTES = 1 << 20;

  private SourceHash() {}

  /** Hex; the products are hashed side by side, then their hashes in order. */
  static String of(List<LinearSpec> specs) {
    var all = digest();
    specs.parallelStream().map(SourceHash::of).forEachOrdered(all::update);
    return HexFormat.of().formatHex(all.digest());
  }

  private static byte[] of(LinearSpec spec) {
    var digest = digest();
    digest.update(spec.key().getBytes(StandardCharsets.UTF_8));
    Stream.of(spec.parts(), spec.bias(), spec.norm())
        .flatMap(List::stream)
        .forEach(extent -> update(digest, extent));
    return digest.digest();
  }

  private static void update(MessageDigest digest, Extent extent) {
    digest.update(
        "%s %d %d"
            .formatted(extent.type(), extent.rows(), extent.columns())
            .getBytes(StandardCharsets.UTF_8));
    try (var channel = FileChannel.open(extent.file(), StandardOpenOption.READ)) {
      var buffer = ByteBuffer.allocate(READ_BYTES);
      var end = extent.start() + extent.bytes();
      for (long at = extent.start(); at < end; at += buffer.limit()) {
        buffer.clear().limit((int) Math.min(READ_BYTES, end - at));
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, at + buffer.position()) < 0) {
            throw new IOException("the file ended while it was hashed");
          }
        }
        digest.update(buffer.flip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(extent.file() + ": " + e.getMessage(), e);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
