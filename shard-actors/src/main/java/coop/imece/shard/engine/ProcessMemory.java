package coop.imece.shard.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Resident memory of this process, from {@code /proc/self/status}.
 *
 * @param anonymousBytes what the process made itself
 * @param fileBytes mapped files in the page cache, such as weights
 */
public record ProcessMemory(long anonymousBytes, long fileBytes) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Empty where the system has no such file. */
  public static Optional<ProcessMemory> now() {
    try {
      long anonymous = 0;
      long file = 0;
      for (var line : Files.readAllLines(STATUS)) {
        if (line.startsWith("RssAnon:")) {
          anonymous = bytes(line);
        } else if (line.startsWith("RssFile:")) {
          file = bytes(line);
        }
      }
      return Optional.of(new ProcessMemory(anonymous, file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static long bytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
  }

  @Override
  public String toString() {
    return "anonymous %d MB, file %d MB".formatted(anonymousBytes >> 20, fileBytes >> 20);
  }
}
