package coop.imece.cluster;

import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/** How a member's ActorSystem came to its end. */
public enum Ending {
  /** The process was told to stop. */
  STOPPED,
  /** No member answered within the join time-out. */
  NOT_JOINED,
  /** The rest of the cooperative was lost, or took this member for dead. */
  LOST,
  /** An actor that the process can't do without failed; the log says how. */
  FAILED;

  /** Why a system ends that can't do what it is for. */
  private record CannotStart(String why) implements CoordinatedShutdown.Reason {}

  /**
   * Ends the system, because what its process is for can't be had.
   *
   * @param why what a user reads: a line that says what to change
   */
  public static void cannotStart(ActorSystem<?> system, String why) {
    CoordinatedShutdown.get(system).run(new CannotStart(why));
  }

  /**
   * Waits for the system's end.
   *
   * @throws ClusterStartException after {@link #cannotStart}
   */
  public static Ending await(ActorSystem<?> system) {
    var shutdown = CoordinatedShutdown.get(system);
    system.getWhenTerminated().toCompletableFuture().join();
    return shutdown.getShutdownReason().map(Ending::of).orElse(FAILED);
  }

  private static Ending of(CoordinatedShutdown.Reason reason) {
    if (reason instanceof CannotStart failed) {
      throw new ClusterStartException(failed.why());
    }
    if (reason == CoordinatedShutdown.jvmExitReason()) {
      return STOPPED;
    }
    if (reason == CoordinatedShutdown.clusterJoinUnsuccessfulReason()) {
      return NOT_JOINED;
    }
    return reason == CoordinatedShutdown.clusterDowningReason() ? LOST : FAILED;
  }
}
