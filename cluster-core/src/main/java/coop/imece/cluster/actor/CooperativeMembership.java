package coop.imece.cluster.actor;

import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.ClusterSettings;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/** A member's part in telling one cooperative from the next, by its roles. */
public final class CooperativeMembership {
  private CooperativeMembership() {}

  public static void start(ActorSystem<?> system, ClusterSettings settings) {
    var roles = settings.roles();
    if (!roles.contains(ClusterRole.NODE)) {
      system.systemActorOf(CooperativeDesk.create(), CooperativeProtocol.ACTOR, Props.empty());
    }
    if (!roles.contains(ClusterRole.LEDGER)) {
      system.systemActorOf(
          CooperativeWatch.create(settings.join(), settings.lookEvery()),
          "cooperative-watch",
          Props.empty());
    }
  }
}
