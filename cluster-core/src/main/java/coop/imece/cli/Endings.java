package coop.imece.cli;

import coop.imece.cluster.ClusterSettings;
import coop.imece.cluster.Ending;

/** Turns the end of a member process into its exit code. */
public final class Endings {
  private Endings() {}

  /**
   * @return {@link ExitCode#DONE} when the process was told to stop
   * @throws CommandFailure for every other end
   */
  public static int exitCode(Ending ending, ClusterSettings settings) {
    return switch (ending) {
      case STOPPED -> ExitCode.DONE;
      case NOT_JOINED ->
          throw new CommandFailure(
              ExitCode.UNREACHABLE,
              "no cooperative took this machine in at %s within %d s: is it running, is its address right, are the TLS files from its CA?"
                  .formatted(settings.join(), settings.joinTimeout().toSeconds()));
      case LOST ->
          throw new CommandFailure(
              ExitCode.TRY_LATER, "the other coordinators are lost, or took this one for dead");
      case FAILED -> throw new CommandFailure(ExitCode.FAILED, "stopped by a failure; see the log");
    };
  }
}
