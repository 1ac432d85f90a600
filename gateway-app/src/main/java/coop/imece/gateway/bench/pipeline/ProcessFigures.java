package coop.imece.gateway.bench.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Memory of a process as Linux counts it, bytes.
 *
 * @param resident all that is in memory, mapped files included
 * @param anonymous of this, what the process made itself
 * @param peak the most that was resident
 */
record ProcessFigures(long resident, long anonymous, long peak) {
  private static final int KIB = 1_024;

  /** Empty for a process that has ended, and on other systems. */
  static Optional<ProcessFigures> of(long pid) {
    return lines(pid, "status").map(ProcessFigures::parse);
  }

  /** Bytes that a process has written to files and sockets so far. */
  static OptionalLong written(long pid) {
    return lines(pid, "io")
        .map(lines -> OptionalLong.of(field(lines, "wchar")))
        .orElseGet(OptionalLong::empty);
  }

  /**
   * @param lines of {@code /proc/<pid>/status}
   */
  static ProcessFigures parse(List<String> lines) {
    return new ProcessFigures(
        KIB * field(lines, "VmRSS"), KIB * field(lines, "RssAnon"), KIB * field(lines, "VmHWM"));
  }

  private static long field(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static Optional<List<String>> lines(long pid, String file) {
    var path = Path.of("/proc", Long.toString(pid), file);
    if (!Files.isReadable(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllLines(path));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }
}
