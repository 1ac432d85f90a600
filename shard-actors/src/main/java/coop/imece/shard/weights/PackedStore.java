package coop.imece.shard.weights;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import coop.imece.shard.engine.TsProgram;
import coop.imece.shard.safetensors.SafetensorsException;
import coop.imece.shard.safetensors.SafetensorsFile;
import coop.imece.shard.safetensors.SafetensorsHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A folder of quantized weights, so that a matrix is quantized once per machine. A file's name is
 * the hash of every byte it was made from, and its own checksum is compared before it is used: one
 * that is damaged or half written is made again.
 */
public final class PackedStore {
  private static final String NO_CHECKSUM = "00000000";
  private static final LeastRecentlyUsed KEPT =
      new LeastRecentlyUsed(
          Pattern.compile("[0-9a-f]{64}-int[48]-.*"), Duration.ofDays(30), 100L << 30);

  private final Path folder;
  private final TsProgram packer;

  /** The packer must have a method for each {@link PackedFormat}. */
  public PackedStore(Path folder, TsProgram packer) {
    this.folder = folder;
    this.packer = packer;
  }

  /** The file that holds the products in a format; quantizes them if there is no sound one. */
  public SafetensorsFile open(PackedFormat format, List<LinearSpec> specs) {
    var name = "%s-%s-%s".formatted(SourceHash.of(specs), format.method(), kernelOrder(format));
    var path = folder.resolve(name + ".safetensors");
    try {
      if (Files.isRegularFile(path) && sound(path)) {
        return used(path);
      }
      Files.createDirectories(folder);
      var unfinished = Files.createTempFile(folder, name, ".tmp");
      try {
        write(unfinished, format, specs);
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      return used(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  private static SafetensorsFile used(Path path) throws IOException {
    KEPT.use(path, Instant.now());
    return SafetensorsFile.open(path);
  }

  /**
   * A checksum over what the packer makes of a small matrix: files of another version, or of a
   * processor whose kernels want another order, have another name.
   */
  private String kernelOrder(PackedFormat format) {
    try (var manager = PyTorch.newManager();
        var matrix = IValue.listFrom((PtNDArray) manager.arange(64f * 64).reshape(64, 64).sin());
        var norm = IValue.listFrom(new PtNDArray[0]);
        var packed = packer.call(format.method(), matrix, norm)) {
      var checksum = new CRC32C();
      for (var tensor : packed.toTensorArray(manager)) {
        checksum.update(tensor.toByteBuffer(false));
      }
      return "%08x".formatted(checksum.getValue());
    }
  }

  private static boolean sound(Path path) throws IOException {
    try {
      var file = SafetensorsFile.open(path);
      var found = checksum(path, file.dataStart());
      return found.equals(file.metadata().get("crc32c"));
    } catch (SafetensorsException damaged) {
      return false;
    }
  }

  private void write(Path path, PackedFormat format, List<LinearSpec> specs) throws IOException {
    var header = header(format, specs);
    try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(header.bytes(Map.of("crc32c", NO_CHECKSUM))));
      for (var spec : specs) {
        pack(channel, format, spec);
      }
      var dataStart = header.bytes(Map.of("crc32c", NO_CHECKSUM)).length;
      var checksum = checksum(path, dataStart);
      channel.position(0);
      writeFully(channel, ByteBuffer.wrap(header.bytes(Map.of("crc32c", checksum))));
      channel.force(true);
    }
  }

  private static SafetensorsHeader header(PackedFormat format, List<LinearSpec> specs) {
    var header = new SafetensorsHeader();
    for (var spec : specs) {
      for (var tensor : format.tensors(spec)) {
        header.add(spec.key() + "." + tensor.suffix(), tensor.type(), tensor.shape());
      }
    }
    return header;
  }

  private void pack(FileChannel channel, PackedFormat format, LinearSpec spec) throws IOException {
    try (var manager = PyTorch.newManager()) {
      var mapper = new TensorMapper(packer, manager, ComputeDevice.CPU);
      try (var parts = mapper.list(spec.parts());
          var norm = mapper.list(spec.norm());
          var packed = packer.call(format.method(), parts, norm)) {
        for (var tensor : packed.toTensorArray(manager)) {
          writeFully(channel, tensor.toByteBuffer(false));
        }
      }
    }
  }

  private static String checksum(Path path, long start) throws IOException {
    var checksum = new CRC32C();
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var buffer = ByteBuffer.allocateDirect(1 << 20);
      channel.position(start);
      while (channel.read(buffer.clear()) >= 0) {
        checksum.update(buffer.flip());
      }
    }
    return "%08x".formatted(checksum.getValue());
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
