package coop.imece.node.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.node.conduct.PauseFile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code imece node pause}: the running node takes no new sessions until it is resumed. */
@Command(
    name = "pause",
    description =
        "Let this machine's node take no new sessions. It keeps its weights, and finishes what runs.")
final class PauseCommand implements Callable<Integer> {
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

  @Mixin private final NodeFolderOption folder = new NodeFolderOption();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "As in 30m or 2h; then it resumes by itself (default: until 'node resume').")
  private Optional<String> time = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var until =
        time.map(text -> Instant.now().plus(duration(text)).truncatedTo(ChronoUnit.SECONDS));
    new PauseFile(folder.find()).pause(until);
    spec.commandLine()
        .getOut()
        .println(
            "the node takes no new sessions, from 2 seconds on"
                + until.map(end -> " until " + end).orElse(" until 'imece node resume'"));
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }

  static Duration duration(String text) {
    var matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--for must be a time such as 30m or 2h, was '%s'".formatted(text));
    }
    var count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
