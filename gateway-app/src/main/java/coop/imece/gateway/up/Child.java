package coop.imece.gateway.up;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the supervisor started; it ends when its stdin does. */
public final class Child {
  private static final int TAIL_LINES = 8;

  /** What lines of stack traces begin with. */
  private static final String FRAME = "\t";

  private final String name;
  private final Process process;
  private final Path log;
  private final BufferedReader answers;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a process whose output goes to the log; the log of the time before is kept as .old. */
  public static Child start(String name, List<String> command, Path log) {
    return start(
        name,
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()),
        log);
  }

  /** Starts a process that answers on its stdout; what it writes to stderr goes to the log. */
  public static Child startAnswering(String name, List<String> command, Path log) {
    return start(name, new ProcessBuilder(command).redirectError(log.toFile()), log);
  }

  private static Child start(String name, ProcessBuilder builder, Path log) {
    try {
      if (Files.exists(log)) {
        Files.move(
            log,
            log.resolveSibling(log.getFileName() + ".old"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      return new Child(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + name, e);
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Waits for the next line of a process that answers.
   *
   * @throws CommandFailure when it has ended
   */
  public String answer() {
    try {
      var line = answers.readLine();
      if (line == null) {
        process.waitFor();
        throw died();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw died();
    }
  }

  /** Asks a process that answers, and waits for its answer. */
  public String ask(String question) {
    try {
      var input = process.getOutputStream();
      input.write((question + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      // it has ended: what the wait for its answer will say
    }
    return answer();
  }

  /** The file that its output goes to. */
  public Path log() {
    return log;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Of a process that has ended. */
  public int exitCode() {
    return process.exitValue();
  }

  public boolean endsWithin(long millis) {
    try {
      return process.waitFor(Math.max(0, millis), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks it to stop, by ending its stdin. */
  public void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it is gone already
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  /** What a user is told when it should not have ended. */
  public CommandFailure died() {
    return new CommandFailure(
        ExitCode.FAILED,
        "%s ended with exit code %d; the end of %s:%n  %s"
            .formatted(
                name,
                exitCode(),
                log,
                String.join(System.lineSeparator() + "  ", logTail(TAIL_LINES))));
  }

  /** The last lines that it wrote, those of stack traces left out: of them the log has all. */
  List<String> logTail(int lines) {
    try {
      var all =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith(FRAME))
              .toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
