package coop.imece.shard.weights;

import coop.imece.model.ModelConfig;
import coop.imece.model.ModelFolder;
import coop.imece.shard.safetensors.SafetensorsHeader;
import coop.imece.shard.safetensors.StoredType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a folder of random bf16 weights in any shape, for benchmarks and tests: it has a model's
 * sizes and speed, and says nothing sensible. Rows are cut at random places from one pool of
 * numbers, so that gigabytes take seconds.
 */
public final class RandomModel {
  private static final int POOL_ELEMENTS = 1 << 22;
  private static final int BUFFER_BYTES = 8 << 20;

  private final Random random;
  private final double deviation;
  private final ByteBuffer pool;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private RandomModel(long seed, double deviation) {
    this.random = new Random(seed);
    this.deviation = deviation;
    this.pool = ByteBuffer.allocateDirect(2 * POOL_ELEMENTS).order(ByteOrder.LITTLE_ENDIAN);
    while (pool.hasRemaining()) {
      pool.putShort(bf16(random.nextGaussian() * deviation));
    }
  }

  /**
   * Writes {@code config.json} and {@code model.safetensors} into a folder, which is made if need
   * be.
   *
   * @param deviation standard deviation of the weights; norms' are spread around 1
   */
  public static ModelFolder write(Path folder, ModelConfig config, double deviation, long seed) {
    try {
      Files.createDirectories(folder);
      ConfigWriter.write(config, folder.resolve("config.json"));
      var tensors = ModelTensors.of(config);
      try (var channel =
          FileChannel.open(
              folder.resolve("model.safetensors"),
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeFully(channel, ByteBuffer.wrap(header(tensors)));
        new RandomModel(seed, deviation).write(channel, tensors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
    return ModelFolder.open(folder);
  }

  private static byte[] header(List<TensorShape> tensors) {
    var header = new SafetensorsHeader();
    for (var tensor : tensors) {
      var columns = (long) tensor.columns();
      var shape = tensor.rows() == 0 ? List.of(columns) : List.of((long) tensor.rows(), columns);
      header.add(tensor.name(), StoredType.BF16, shape);
    }
    return header.bytes(Map.of());
  }

  private void write(FileChannel channel, List<TensorShape> tensors) throws IOException {
    for (var tensor : tensors) {
      if (tensor.rows() == 0) {
        for (int i = 0; i < tensor.columns(); i++) {
          reserve(channel, 2).putShort(bf16(vectorCenter(tensor) + gaussian()));
        }
      }
      for (int row = 0; row < tensor.rows(); row++) {
        var bytes = 2 * tensor.columns();
        var start = 2 * random.nextInt(POOL_ELEMENTS - tensor.columns());
        reserve(channel, bytes).put(pool.slice(start, bytes));
      }
    }
    writeFully(channel, buffer.flip());
  }

  private double gaussian() {
    return random.nextGaussian() * deviation;
  }

  private static double vectorCenter(TensorShape tensor) {
    return tensor.name().endsWith(".bias") ? 0 : 1;
  }

  private ByteBuffer reserve(FileChannel channel, int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      writeFully(channel, buffer.flip());
      buffer.clear();
    }
    return buffer;
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Rounded to the nearest, ties to even. */
  private static short bf16(double value) {
    var bits = Float.floatToRawIntBits((float) value);
    return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
  }
}
