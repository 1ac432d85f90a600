package coop.imece.gateway.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the supervisor started; it ends when its stdin does. */
final class Child {
  private final String name;
  private final Process process;
  private final Path log;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts a process whose output goes to the log; the log of the time before is kept as .old. */
  static Child start(String name, List<String> command, Path log) {
    try {
      if (Files.exists(log)) {
        Files.move(
            log,
            log.resolveSibling(log.getFileName() + ".old"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new Child(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + name, e);
    }
  }

  String name() {
    return name;
  }

  Path log() {
    return log;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Of a process that has ended. */
  int exitCode() {
    return process.exitValue();
  }

  boolean endsWithin(long millis) {
    try {
      return process.waitFor(Math.max(0, millis), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks it to stop, by ending its stdin. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it is gone already
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  /** The last lines that it wrote. */
  List<String> logTail(int lines) {
    try {
      var all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
