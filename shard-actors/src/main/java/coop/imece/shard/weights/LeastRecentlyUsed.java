package coop.imece.shard.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which files of a folder go: those that nobody used for long, and beyond a size the least recently
 * used. A file's time of modification is when it was last used.
 *
 * @param names what else is in the folder is left alone
 * @param unusedFor files that were not used for longer are deleted
 * @param mostBytes of all files together; what exceeds it is deleted, never the one in use
 */
public record LeastRecentlyUsed(Pattern names, Duration unusedFor, long mostBytes) {
  public LeastRecentlyUsed {
    if (unusedFor.isNegative() || mostBytes < 0) {
      throw new IllegalArgumentException(
          "need a time and a size of 0 or more, was %s and %d".formatted(unusedFor, mostBytes));
    }
  }

  private record Stored(Path path, Instant used, long bytes) {}

  /**
   * Marks a file as used now and deletes what is too old or too much.
   *
   * @param used a file in the folder, which stays
   * @return the files that were deleted; one that can't be, because a process has it open, stays
   */
  public List<Path> use(Path used, Instant now) throws IOException {
    Files.setLastModifiedTime(used, FileTime.from(now));
    var deleted = new ArrayList<Path>();
    var bytes = Files.size(used);
    for (var file : latestFirst(used.toAbsolutePath().getParent())) {
      if (file.path().getFileName().equals(used.getFileName())) {
        continue;
      }
      bytes += file.bytes();
      if (bytes > mostBytes || file.used().isBefore(now.minus(unusedFor))) {
        bytes -= file.bytes();
        if (delete(file.path())) {
          deleted.add(file.path());
        }
      }
    }
    return List.copyOf(deleted);
  }

  private List<Stored> latestFirst(Path folder) throws IOException {
    var files = new ArrayList<Stored>();
    try (var entries = Files.newDirectoryStream(folder, this::isOurs)) {
      for (var path : entries) {
        var used = Files.getLastModifiedTime(path).toInstant();
        files.add(new Stored(path, used, Files.size(path)));
      }
    }
    files.sort(Comparator.comparing(Stored::used).reversed());
    return files;
  }

  private boolean isOurs(Path path) {
    return names.matcher(path.getFileName().toString()).matches() && Files.isRegularFile(path);
  }

  private static boolean delete(Path path) {
    try {
      return Files.deleteIfExists(path);
    } catch (IOException inUse) {
      return false;
    }
  }
}
