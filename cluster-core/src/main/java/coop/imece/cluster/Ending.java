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

  /** Waits for the system's end. */
  public static Ending await(ActorSystem<?> system) {
    var shutdown = CoordinatedShutdown.get(system);
    system.getWhenTerminated().toCompletableFuture().join();
    return shutdown.getShutdownReason().map(Ending::of).orElse(FAILED);
  }

  private static Ending of(CoordinatedShutdown.Reason reason) {
    if (reason == CoordinatedShutdown.jvmExitReason()) {
      return STOPPED;
    }
    if (reason == CoordinatedShutdown.clusterJoinUnsuccessfulReason()) {
      return NOT_JOINED;
    }
    return reason == CoordinatedShutdown.clusterDowningReason() ? LOST : FAILED;
  }
}
