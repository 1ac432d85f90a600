package coop.imece.node.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.shard.engine.ComputeDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's benchmark results, a file for each fingerprint and for what computes, processor or
 * card, in a folder that all nodes of a user share. Who measures holds its lock, so that nodes
 * started together do not measure each other.
 */
public final class DeviceStore {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceStore.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final ComputeDevice device;

  /**
   * @param device whose results are read and written
   */
  public DeviceStore(Path folder, ComputeDevice device) {
    this.folder = folder;
    this.device = device;
  }

  public ComputeDevice device() {
    return device;
  }

  /** Held while one process of the machine measures; the operating system drops it with it. */
  public static final class Turn implements AutoCloseable {
    private final FileChannel channel;

    private Turn(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Empty as well for a file that can't be read: the machine is measured anew then. */
  public Optional<DeviceResult> read(String fingerprint) {
    var file = file(fingerprint);
    try {
      var result = JSON.readValue(Files.readAllBytes(file), DeviceResult.class);
      return Optional.of(result).filter(r -> r.fingerprint().equals(fingerprint));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      LOG.warn("{} is not a benchmark result: {}", file, e.getOriginalMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(DeviceResult result) {
    try {
      Files.createDirectories(folder);
      var part = Files.createTempFile(folder, result.fingerprint(), ".part");
      Files.write(part, JSON.writeValueAsBytes(result));
      Files.move(
          part,
          file(result.fingerprint()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty while another process, or another part of this one, measures. */
  public Optional<Turn> tryTurn() {
    try {
      Files.createDirectories(folder);
      var channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return Optional.of(new Turn(channel));
        }
      } catch (OverlappingFileLockException e) {
        // this process has it
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String fingerprint) {
    return folder.resolve(fingerprint + (device.isCpu() ? "" : "-card") + ".json");
  }
}
