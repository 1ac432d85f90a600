package coop.imece.gateway.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the built distribution's launch script, as a user starts it. */
final class ImeceProcess {
  private static final Path SCRIPT =
      Path.of("..", "target", "imece", "bin", "imece").toAbsolutePath().normalize();
  private static final long LIMIT_SECONDS = 120;

  private final Process process;
  private final Path folder;

  private ImeceProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Starts {@code imece}, its user's settings and data below the folder. */
  static ImeceProcess start(Path folder, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    builder.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    return new ImeceProcess(builder.start(), folder);
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still runs after %d s: %s".formatted(LIMIT_SECONDS, err()));
    }
    return process.exitValue();
  }

  /** Waits until it has said this on stdout. */
  void awaitOut(String text) throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!out().contains(text)) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new AssertionError("never said '%s': %s".formatted(text, err()));
      }
    }
  }

  /** Waits until it has said this on stderr. */
  void awaitErr(String text) throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!err().contains(text)) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new AssertionError("never said '%s': %s".formatted(text, err()));
      }
    }
  }

  /** Waits until it has so many processes of its own. */
  void awaitChildren(int count) throws InterruptedException {
    while (process.descendants().count() < count) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("ended before %d processes ran: %s".formatted(count, err()));
      }
    }
  }

  void terminate() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  String out() {
    return read("out");
  }

  String err() {
    return read("err");
  }

  /** Every process of this machine that works below the folder. */
  List<ProcessHandle> running() {
    return ProcessHandle.allProcesses()
        .filter(
            other ->
                other.info().arguments().stream()
                    .flatMap(Arrays::stream)
                    .anyMatch(argument -> argument.contains(folder.toString())))
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
